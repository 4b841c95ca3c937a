import type { Term } from "./vocabulary.ts";

export interface Domain extends Term {
  readonly subDomains: Readonly<Record<string, Term>>;
}

/** The six domains and their parts, in the order in which they build on each other. */
export const DOMAINS = {
  "core-primitives": {
    title: "Core primitives",
    meaning: "What machines need to agree, to order what happened, and to hear of each other.",
    subDomains: {
      "consensus-coordination": {
        title: "Consensus and coordination",
        meaning: "Several machines decide one thing: who leads, who holds the lock, what comes next.",
      },
      "time-ordering": {
        title: "Time and ordering",
        meaning: "Which of two events came first, when no two clocks agree.",
      },
      "communication-primitives": {
        title: "Communication primitives",
        meaning: "How machines notice each other, spread news and share a connection.",
      },
    },
  },
  "data-management": {
    title: "Data management",
    meaning: "Where data lies, how it is copied and cut, and how changes of several places stay one change.",
    subDomains: {
      "storage-persistence": {
        title: "Storage and persistence",
        meaning: "What must be on disk before an answer is given, and in which form.",
      },
      "replication-consistency": {
        title: "Replication and consistency",
        meaning: "Copies on several machines, and how much they may differ.",
      },
      "partitioning-sharding": {
        title: "Partitioning and sharding",
        meaning: "Data cut into parts, each with a place of its own.",
      },
      "distributed-transactions": {
        title: "Distributed transactions",
        meaning: "One change that touches more than one store.",
      },
    },
  },
  resilience: {
    title: "Resilience",
    meaning: "What keeps a failure or a crowd from taking the rest with it.",
    subDomains: {
      "circuit-protection": {
        title: "Circuit protection",
        meaning: "Bounds on what a failing service can hold, and for how long.",
      },
      "load-management": {
        title: "Load management",
        meaning: "What to do with more work than can be done.",
      },
      "fault-recovery": {
        title: "Fault recovery",
        meaning: "How a failure is noticed, and who takes over.",
      },
    },
  },
  performance: {
    title: "Performance",
    meaning: "Answers that come sooner, and capacity that follows the load.",
    subDomains: {
      "caching-strategies": {
        title: "Caching strategies",
        meaning: "Who fills a copy, how writes reach it, and how old it may be.",
      },
      "performance-optimization": {
        title: "Performance optimisation",
        meaning: "Work done beforehand, nearer to the reader, or not at all.",
      },
    },
  },
  architecture: {
    title: "Architecture",
    meaning: "How a system is cut into parts, how the parts speak, and what can be seen of them.",
    subDomains: {
      "microservices-architecture": {
        title: "Services",
        meaning: "Parts that are deployed by themselves, and what stands between them.",
      },
      "event-driven-architecture": {
        title: "Event-driven architecture",
        meaning: "Parts that tell what happened instead of calling each other.",
      },
      "data-architecture": {
        title: "Data architecture",
        meaning: "Who owns which data, in which store, and how analysis gets at it.",
      },
      observability: {
        title: "Observability",
        meaning: "What can be learned of a running system from outside.",
      },
      cost: {
        title: "Cost",
        meaning: "What a design costs to run, and who notices.",
      },
    },
  },
  specialized: {
    title: "Specialised",
    meaning: "Patterns for devices, maps, secrets and models, where a general answer is not enough.",
    subDomains: {
      "edge-iot": {
        title: "Edge and devices",
        meaning: "Code and data on machines that are small, far away, or often offline.",
      },
      geospatial: {
        title: "Geospatial",
        meaning: "Places as keys, and maps as files.",
      },
      "security-privacy": {
        title: "Security and privacy",
        meaning: "Who may read what, and how that can be shown.",
      },
      "analytics-ml": {
        title: "Analytics and machine learning",
        meaning: "Large amounts of data, turned into reports and models.",
      },
    },
  },
} as const satisfies Readonly<Record<string, Domain>>;

export type DomainId = keyof typeof DOMAINS;

/** The parts of a domain, with their ids, in the catalogue's order. */
export function subDomainsOf(domain: DomainId): Readonly<Record<string, Term>> {
  return DOMAINS[domain].subDomains;
}
