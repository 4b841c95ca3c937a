export interface AntiPattern {
  readonly id: string;
  readonly title: string;
  readonly kind: "mistake" | "combination";
  /** What people do, and why it seems right. */
  readonly what: string;
  /** How one notices that it was done. */
  readonly sign: string;
  readonly instead: string;
  /** Slugs of what is used wrongly or together. */
  readonly of: readonly string[];
  /** Slugs of what to use. */
  readonly use: readonly string[];
}

export const ANTI_PATTERN_KINDS = {
  mistake: { title: "Common mistakes", meaning: "A pattern at the wrong time." },
  combination: {
    title: "Combinations to avoid",
    meaning: "Two choices that are each sound, and together lose what each was chosen for.",
  },
} as const;

export const ANTI_PATTERNS: readonly AntiPattern[] = [
  {
    id: "premature-distribution",
    title: "Premature distribution",
    kind: "mistake",
    what: "A system is cut into services before anybody knows where its borders are, because it is to be large one day.",
    sign: "Most changes touch several services, which are released together.",
    instead:
      "Keep one deployable with modules that do not reach into each other, and cut where a border has proven itself.",
    of: ["microservices"],
    use: ["monolith-first"],
  },
  {
    id: "pattern-overload",
    title: "Too many patterns at once",
    kind: "mistake",
    what: "Cache, queue, breaker and mesh arrive in one project. Each is reasonable, and nobody can say which of them helped.",
    sign: "An incident is explained by how two of them met.",
    instead: "Name one pain and its measure, apply one pattern, and look at the measure again.",
    of: ["caching-strategies", "service-mesh", "event-sourcing"],
    use: ["observability"],
  },
  {
    id: "wrong-pattern",
    title: "Consensus where later would do",
    kind: "mistake",
    what: "Copies must agree before each answer although a reader would not notice if they met a second later.",
    sign: "Writes wait for the slowest of a majority, and nobody can name the decision that would be wrong without.",
    instead: "Let copies differ for a stated time, and merge them by rules.",
    of: ["consensus"],
    use: ["eventual-consistency", "crdts"],
  },
  {
    id: "missing-basics",
    title: "Advanced before basic",
    kind: "mistake",
    what: "Leader election and sagas are built in a system whose calls have no time limit and whose health nobody asks for.",
    sign: "A hanging dependency is found by users.",
    instead: "Bound every call, ask every part for its health, and retry only what may be repeated.",
    of: ["leader-election", "saga"],
    use: ["health-check", "timeout", "retry-backoff"],
  },
  {
    id: "two-phase-commit-in-microservices",
    title: "Two-Phase Commit between services",
    kind: "combination",
    what: "Services that were cut apart to live by themselves hold each other's locks until all have voted.",
    sign: "One service down stops the writes of all; a coordinator's crash leaves rows locked.",
    instead: "Commit in one service at a time, and undo by compensation what cannot be finished.",
    of: ["two-phase-commit", "microservices"],
    use: ["saga", "outbox"],
  },
  {
    id: "synchronous-event-sourcing",
    title: "Waiting for events",
    kind: "combination",
    what: "A caller appends an event and then waits until every read model has seen it, as if it had made a call.",
    sign: "The slowest projection sets the time of every write, and its failure fails the write.",
    instead:
      "Answer when the event is durable; tell the reader which version the view must have reached, and let views follow.",
    of: ["event-sourcing"],
    use: ["event-streaming", "outbox", "cqrs"],
  },
  {
    id: "strong-consistency-across-regions",
    title: "Strong consistency across regions",
    kind: "combination",
    what: "Every write is agreed on between continents. The round trip is bounded by the speed of light, and no tuning removes it.",
    sign: "Writes take as long as the distance, and a cut cable stops them.",
    instead:
      "Give each region what it alone writes, choose the guarantee for each operation, and merge what may be written in two places.",
    of: ["consensus", "geo-replication"],
    use: ["tunable-consistency", "crdts", "leader-follower"],
  },
];
