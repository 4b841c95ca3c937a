/** A word of the catalogue: what readers see, and what it means in one sentence. */
export interface Term {
  readonly title: string;
  readonly meaning: string;
}

type Terms<Id extends string> = Readonly<Record<Id, Term>>;

export const KINDS = {
  pattern: { title: "Pattern", meaning: "A problem that comes back, and a way to solve it." },
  umbrella: { title: "Umbrella", meaning: "A name for several patterns, and how to choose among them." },
  structure: { title: "Data structure", meaning: "A form of data that other patterns are built on." },
  style: { title: "Style", meaning: "A way to cut a whole system." },
  practice: { title: "Practice", meaning: "Something that people do, with or without code." },
} as const satisfies Terms<string>;

export const LAYERS = {
  infrastructure: {
    title: "Infrastructure",
    meaning: "Machines, logs and networks; most teams buy it and must know how it behaves.",
  },
  platform: { title: "Platform", meaning: "What all services of a company stand on and share." },
  application: { title: "Application", meaning: "Code that knows what the business is about." },
  "cross-cutting": { title: "Cross-cutting", meaning: "Every layer has its part of it." },
} as const satisfies Terms<string>;

export const LEVELS = {
  beginner: { title: "Beginner", meaning: "Start here: nothing else must be known before." },
  intermediate: { title: "Intermediate", meaning: "It makes sense once the basics have been met." },
  advanced: { title: "Advanced", meaning: "It pays in few systems and can go wrong in subtle ways." },
} as const satisfies Terms<string>;

export const ROLES = {
  primary: { title: "Primary", meaning: "It answers the problem." },
  supporting: { title: "Supporting", meaning: "It helps another pattern to answer it." },
} as const satisfies Terms<string>;

/** The three scales of complexity, each from little to much. */
export const SCALES = {
  build: {
    title: "To build",
    meaning: "How much there is to understand and to get right.",
    steps: { low: "low", medium: "medium", high: "high", "very-high": "very high" },
  },
  time: {
    title: "Time",
    meaning: "How long until a team that knows its system has it in production.",
    steps: { hours: "hours", days: "days", weeks: "weeks", months: "months" },
  },
  upkeep: {
    title: "Upkeep",
    meaning: "How much work it makes afterwards.",
    steps: { low: "low", medium: "medium", high: "high", "very-high": "very high" },
  },
} as const;

/** A relation read from both of its ends. A symmetric one is stated on one page and shown on both. */
export interface RelationTerm {
  readonly symmetric: boolean;
  readonly forward: string;
  readonly backward: string;
  readonly meaning: string;
}

export const RELATIONS = {
  requires: {
    symmetric: false,
    forward: "Requires",
    backward: "Required by",
    meaning: "It cannot work without the other.",
  },
  composedOf: {
    symmetric: false,
    forward: "Made of",
    backward: "Part of",
    meaning: "The other is one of its parts.",
  },
  enables: {
    symmetric: false,
    forward: "Makes possible",
    backward: "Made possible by",
    meaning: "The other becomes possible, or better, with it.",
  },
  alternativeTo: {
    symmetric: true,
    forward: "Instead of it",
    backward: "Instead of it",
    meaning: "Each answers the question that the other answers.",
  },
  conflictsWith: {
    symmetric: true,
    forward: "Does not go with",
    backward: "Does not go with",
    meaning: "Together they lose what each was chosen for.",
  },
} as const satisfies Readonly<Record<string, RelationTerm>>;

export type Level = keyof typeof LEVELS;
export type RelationKind = keyof typeof RELATIONS;

/** The ids of a vocabulary, in its order and with their type. */
export function idsOf<Id extends string>(terms: Readonly<Record<Id, unknown>>): [Id, ...Id[]] {
  return Object.keys(terms) as [Id, ...Id[]];
}
