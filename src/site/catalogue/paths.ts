import type { Level } from "./vocabulary.ts";

export interface LearningPath {
  readonly level: Level;
  readonly title: string;
  /** What the reader can do at its end. */
  readonly aim: string;
  /** Chains of slugs, each read from first to last; the chains in their order too. */
  readonly chains: readonly (readonly string[])[];
}

/**
 * The three learning paths: orders of reading, not chains of dependency. They follow the study, but nothing comes before
 * what it requires (Gossip Protocol before Emergent Leader, Outbox before Saga), and Grove's patterns stand where they fit.
 */
export const PATHS: readonly LearningPath[] = [
  {
    level: "beginner",
    title: "Start here",
    aim: "Your service notices what is down, stops waiting for it, and survives the loss of one machine.",
    chains: [
      ["health-check", "timeout", "retry-backoff"],
      ["circuit-breaker", "rate-limiting", "threshold"],
      ["cache-aside", "load-balancing"],
      ["leader-follower", "failover"],
    ],
  },
  {
    level: "intermediate",
    title: "More than one machine",
    aim: "You can cut data into parts, say who decides, and keep one change whole across several services.",
    chains: [
      ["consensus", "leader-election", "distributed-lock"],
      ["sharding", "consistent-hashing", "prism"],
      ["outbox", "loom"],
      ["event-sourcing", "cqrs", "saga"],
      ["service-mesh", "api-gateway"],
    ],
  },
  {
    level: "advanced",
    title: "Without one place that knows",
    aim: "You know what can be had without agreement, what agreement costs, and how to choose between them.",
    chains: [
      ["vector-clocks", "crdts", "anti-entropy"],
      ["two-phase-commit", "byzantine-fault-tolerance"],
      ["data-mesh", "lambda-architecture"],
      ["gossip-protocol", "emergent-leader"],
    ],
  },
];

/** Every step of the paths in the order of reading, from the beginner's first to the last. */
export function stepsOf(paths: readonly LearningPath[]): string[] {
  return paths.flatMap(({ chains }) => chains.flat());
}

/** The paths that an entry is a step of. */
export function pathsWith(slug: string): LearningPath[] {
  return PATHS.filter((path) => stepsOf([path]).includes(slug));
}
