import { RELATIONS, type RelationKind } from "../../site/catalogue/vocabulary.ts";

const STEPS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
};

const HINT = "Arrow keys walk from entry to entry, Enter opens one, and Tab goes to its neighbours.";

/** The graph of relations, walked with arrow keys; it is one stop for the Tab key, and says what the entry is related to. */
export class RelationGraph extends HTMLElement {
  #nodes: SVGAElement[] = [];
  #edges: SVGPathElement[] = [];

  connectedCallback(): void {
    this.#nodes = [...this.querySelectorAll<SVGAElement>("[data-node]")];
    this.#edges = [...this.querySelectorAll<SVGPathElement>("[data-from]")];
    const hint = this.querySelector(".hint");
    if (hint) hint.textContent = HINT;
    // The nodes are the stop now, and a box that scrolls under them needs none.
    this.querySelector(".canvas")?.removeAttribute("tabindex");
    const asked = this.#nodes.find(({ id }) => `#${id}` === location.hash);
    this.#stopAt(asked ?? this.#nodes[0]);
    asked?.focus();
    this.addEventListener("focusin", ({ target }) => {
      const node = target instanceof Element ? target.closest<SVGAElement>("[data-node]") : null;
      if (node) this.#show(node);
    });
    this.addEventListener("keydown", (event) => {
      const node = this.#nodes.find((one) => one === document.activeElement);
      const step = STEPS[event.key];
      if (!node || !step || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      nearest(this.#nodes, node, step)?.focus();
    });
    if (!asked) return;
    this.#show(asked);
    // The browser itself scrolls to what the address names once all is loaded, and does not know of the header.
    window.addEventListener("load", () => asked.scrollIntoView({ block: "center", inline: "center" }), {
      once: true,
    });
  }

  #stopAt(stop: SVGAElement | undefined): void {
    for (const node of this.#nodes) node.setAttribute("tabindex", node === stop ? "0" : "-1");
  }

  #show(node: SVGAElement): void {
    this.#stopAt(node);
    const slug = node.dataset["node"];
    const near = new Map<string, string>();
    for (const edge of this.#edges) {
      const { from = "", to = "" } = edge.dataset;
      edge.classList.toggle("on", from === slug || to === slug);
      const term = RELATIONS[edge.classList[0] as RelationKind];
      if (from === slug) near.set(to, term.forward);
      if (to === slug && !near.has(from)) near.set(from, term.backward);
    }
    for (const one of this.#nodes) {
      one.classList.toggle("at", one === node);
      one.classList.toggle("near", near.has(one.dataset["node"] ?? ""));
    }
    this.#tell(titleOf(node), near);
  }

  #tell(title: string, near: ReadonlyMap<string, string>): void {
    const status = this.querySelector("[role=status]");
    if (status) status.textContent = `${title} has ${near.size} neighbours.`;
    const buttons = this.#nodes.flatMap((node) => {
      const relation = near.get(node.dataset["node"] ?? "");
      return relation === undefined ? [] : [makeButton(node, relation)];
    });
    this.querySelector(".here ul")?.replaceChildren(...buttons);
  }
}

function makeButton(node: SVGAElement, relation: string): HTMLLIElement {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = `${relation}: ${titleOf(node)}`;
  button.addEventListener("click", () => node.focus());
  const item = document.createElement("li");
  item.append(button);
  return item;
}

/** The next node in a direction: in its own column the one above or below, else the one at its height in the column beside. */
function nearest(
  nodes: readonly SVGAElement[],
  from: SVGAElement,
  [right, down]: readonly [number, number],
): SVGAElement | undefined {
  const here = placeOf(from);
  const columns = [...new Set(nodes.map((node) => placeOf(node).x))].toSorted((a, b) => a - b);
  const x = columns[columns.indexOf(here.x) + right];
  return nodes
    .filter((node) => node !== from && placeOf(node).x === x)
    .filter((node) => down === 0 || Math.sign(placeOf(node).y - here.y) === down)
    .toSorted((a, b) => Math.abs(placeOf(a).y - here.y) - Math.abs(placeOf(b).y - here.y))[0];
}

function placeOf({ dataset }: SVGAElement): { readonly x: number; readonly y: number } {
  return { x: Number(dataset["x"]), y: Number(dataset["y"]) };
}

function titleOf(node: SVGAElement): string {
  return node.textContent?.trim() ?? "";
}
