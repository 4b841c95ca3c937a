export interface Way {
  readonly href: string;
  readonly title: string;
  /** The reader for whom it is the right one. */
  readonly whom: string;
}

/** The ways into the catalogue, those that ask the reader first. */
export const WAYS: readonly Way[] = [
  { href: "/find/filter/", title: "Filter", whom: "You know several of these things at once." },
  { href: "/find/decide/", title: "Decide", whom: "You would rather be asked." },
  { href: "/find/problem/", title: "By problem", whom: "You know what hurts." },
  { href: "/find/domain/", title: "By domain", whom: "You know what it is about." },
  { href: "/find/layer/", title: "By layer", whom: "You know which part of the system is yours." },
  { href: "/find/level/", title: "By level", whom: "You know how much you know." },
  { href: "/find/complexity/", title: "By complexity", whom: "You know how much time there is." },
  { href: "/find/status/", title: "By status", whom: "You want to see code." },
  { href: "/find/paths/", title: "Learning paths", whom: "You want to learn them in an order." },
  {
    href: "/find/graph/",
    title: "Graph of relations",
    whom: "You know one, and want to see what is near it.",
  },
  { href: "/find/compare/", title: "Compare", whom: "You hesitate between two or three." },
  { href: "/find/cards/", title: "Quick reference", whom: "You have a minute." },
  {
    href: "/find/mistakes/",
    title: "Mistakes",
    whom: "You have a plan, and want to hear what could be wrong with it.",
  },
];
