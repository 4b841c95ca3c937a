import type { MatrixId } from "./problems.ts";

export interface Card {
  readonly matrix: MatrixId;
  readonly question: string;
  readonly essential: readonly string[];
  readonly important: readonly string[];
  readonly advanced: readonly string[];
}

export const CARD_PARTS = ["essential", "important", "advanced"] as const;

/**
 * The quick-reference cards. The consistency card of the study called elections and locks essential and consensus, which they
 * stand on, advanced; here the order is that of need, and what gives the guarantee comes before what uses it.
 */
export const CARDS: readonly Card[] = [
  {
    matrix: "availability",
    question: "What keeps us up?",
    essential: ["health-check", "circuit-breaker", "timeout"],
    important: ["failover", "load-balancing", "retry-backoff"],
    advanced: ["bulkhead", "graceful-degradation"],
  },
  {
    matrix: "scalability",
    question: "What lets us grow?",
    essential: ["caching-strategies", "load-balancing", "sharding"],
    important: ["consistent-hashing", "auto-scaling"],
    advanced: ["edge-computing", "cdn"],
  },
  {
    matrix: "consistency",
    question: "What keeps one story?",
    essential: ["optimistic-locking", "outbox", "eventual-consistency"],
    important: ["consensus", "leader-election", "distributed-lock"],
    advanced: ["vector-clocks", "two-phase-commit", "crdts"],
  },
  {
    matrix: "performance",
    question: "What makes us quick?",
    essential: ["cache-aside", "timeout", "request-batching"],
    important: ["materialized-view", "load-balancing", "cdn"],
    advanced: ["write-behind-cache", "bloom-filter", "lsm-tree"],
  },
];
