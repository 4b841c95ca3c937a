import {
  countValue,
  type Filterable,
  matches,
  readFilter,
  writeFilter,
} from "../../site/catalogue/filter.ts";

interface Item extends Filterable {
  readonly element: HTMLElement;
}

/** The list of all entries, which boxes and words make shorter. What is asked stands in the address. */
export class CatalogueFilter extends HTMLElement {
  connectedCallback(): void {
    const form = this.querySelector("form");
    const output = this.querySelector("output");
    if (!form || !output) return;
    const boxes = [...form.querySelectorAll<HTMLInputElement>("input[type=checkbox]")];
    const words = form.querySelector<HTMLInputElement>("input[type=search]");
    const items = [...this.querySelectorAll<HTMLElement>("[data-values]")].map(readItem);
    const offered = valuesByFacet(boxes);

    const show = (): void => {
      const picked = valuesByFacet(boxes, ({ checked }) => checked);
      const state = { words: words?.value ?? "", picked };
      const found = items.filter((item) => {
        const fits = matches(item, state);
        item.element.hidden = !fits;
        return fits;
      });
      output.textContent = found.length === 1 ? "1 entry" : `${found.length} entries`;
      for (const box of boxes)
        showCount(box, countValue(items, state, { facet: box.name, value: box.value }));
      history.replaceState(history.state, "", `${location.pathname}${writeFilter(state)}`);
    };

    const asked = readFilter(location.search, offered);
    if (words) words.value = asked.words;
    for (const box of boxes) box.checked = asked.picked[box.name]?.includes(box.value) ?? false;
    show();
    form.addEventListener("input", show);
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("reset", (event) => {
      // The browser would put back what it restored with the page.
      event.preventDefault();
      if (words) words.value = "";
      for (const box of boxes) box.checked = false;
      show();
    });
  }
}

function readItem(element: HTMLElement): Item {
  return {
    element,
    text: (element.textContent ?? "").toLowerCase(),
    values: JSON.parse(element.dataset["values"] ?? "{}"),
  };
}

function valuesByFacet(
  boxes: readonly HTMLInputElement[],
  isMeant: (box: HTMLInputElement) => boolean = () => true,
): Record<string, string[]> {
  const values: Record<string, string[]> = {};
  for (const box of boxes) {
    values[box.name] ??= [];
    if (isMeant(box)) values[box.name]?.push(box.value);
  }
  return values;
}

/** A value that would show nothing can be taken back and not picked. */
function showCount(box: HTMLInputElement, count: number): void {
  const shown = box.parentElement?.querySelector(".count");
  if (shown) shown.textContent = String(count);
  box.disabled = count === 0 && !box.checked;
}
