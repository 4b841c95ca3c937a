export interface Way {
  readonly href: string;
  readonly title: string;
  /** The reader for whom it is the right one. */
  readonly whom: string;
}

/** The ways into the catalogue, those that ask the reader first. */
export const WAYS: readonly Way[] = [
  { href: "/find/problem/", title: "By problem", whom: "You know what hurts." },
  { href: "/find/domain/", title: "By domain", whom: "You know what it is about." },
  { href: "/find/layer/", title: "By layer", whom: "You know which part of the system is yours." },
  { href: "/find/level/", title: "By level", whom: "You know how much you know." },
  { href: "/find/complexity/", title: "By complexity", whom: "You know how much time there is." },
  { href: "/find/status/", title: "By status", whom: "You want to see code." },
  { href: "/find/paths/", title: "Learning paths", whom: "You want to learn them in an order." },
];
