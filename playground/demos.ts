/** A demo that a page can start in the reader's browser. */
export interface DemoEntry {
  readonly title: string;
  /** What the reader can do with it, said before any script is loaded. */
  readonly invitation: string;
  /** Its custom element's name, defined by the module that `load` fetches. */
  readonly element: string;
  readonly load: () => Promise<unknown>;
}

/** The one list of demos, by the slug of their pattern. */
export const DEMOS: Readonly<Record<string, DemoEntry>> = {
  threshold: {
    title: "Send requests until Threshold refuses them",
    invitation:
      "Pick a tier and a kind of request, send one or two hundred, and see each limit that they meet: what it took, which refused, and how the ladder answers. Raise the attack level. Step the clock past a full minute to compare with fixed windows. Then go live and send them to this Worker.",
    element: "threshold-demo",
    load: () => import("./threshold/view.ts"),
  },
  loom: {
    title: "Kill the object, and count what is lost",
    invitation:
      "Events stream in, wait, and leave for D1. Kill the object that holds them at any time, in the middle of a flush too, and see what a buffer in memory loses and what Loom does not, and the rows that each is billed. Then go live and crash a real object of this Worker.",
    element: "loom-demo",
    load: () => import("./loom/view.ts"),
  },
  prism: {
    title: "Send a statement at another tenant's rows",
    invitation:
      "Type any statement of SQLite, or pick an attack, and see what Prism makes of it: the statement as it is run, the rows that it may see, or why and where it is refused. Then go live and run it on this Worker's own D1.",
    element: "prism-demo",
    load: () => import("./prism/view.ts"),
  },
};
