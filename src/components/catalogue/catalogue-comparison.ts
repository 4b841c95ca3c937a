import { type Comparable, rowsBeside } from "../../site/catalogue/comparison-rows.ts";

const PARAM = "with";

/** Two or three entries side by side. Which ones stands in the address, so that a comparison can be sent. */
export class CatalogueComparison extends HTMLElement {
  #asked = 0;

  connectedCallback(): void {
    const form = this.querySelector("form");
    const selects = [...this.querySelectorAll("select")];
    if (!form) return;
    const asked = (new URLSearchParams(location.search).get(PARAM) ?? "").split(",");
    for (const [index, select] of selects.entries()) {
      const isOffered = [...select.options].some(({ value }) => value === asked[index]);
      select.value = isOffered ? (asked[index] ?? "") : "";
    }
    const compare = (): void => void this.#compare([...new Set(selects.map(({ value }) => value))]);
    form.addEventListener("change", compare);
    compare();
  }

  async #compare(chosen: readonly string[]): Promise<void> {
    const slugs = chosen.filter((slug) => slug !== "");
    const query = slugs.length > 0 ? `?${PARAM}=${slugs.join(",")}` : "";
    history.replaceState(history.state, "", `${location.pathname}${query}`);
    const table = this.querySelector<HTMLElement>(".table");
    if (!table) return;
    table.hidden = slugs.length < 2;
    if (slugs.length < 2) {
      this.#tell("Choose two or three.");
      return;
    }
    const asked = ++this.#asked;
    try {
      const entries = await Promise.all(slugs.map(fetchComparable));
      // Another choice was made meanwhile, and its answer is the one to show.
      if (asked !== this.#asked) return;
      table.replaceChildren(makeTable(entries));
      this.#tell(`Compared: ${entries.map(({ title }) => title).join(", ")}.`);
    } catch {
      table.hidden = true;
      this.#tell("The entries could not be loaded. Check the connection, then choose again.");
    }
  }

  #tell(text: string): void {
    const status = this.querySelector("[role=status]");
    if (status) status.textContent = text;
  }
}

async function fetchComparable(slug: string): Promise<Comparable> {
  const answer = await fetch(`/find/compare/${slug}.json`);
  if (!answer.ok) throw new Error(`Cannot compare ${slug}: the site answered ${answer.status}`);
  return (await answer.json()) as Comparable;
}

function makeTable(entries: readonly Comparable[]): HTMLTableElement {
  const table = document.createElement("table");
  const head = table.createTHead().insertRow();
  head.append(document.createElement("td"), ...entries.map(makeHeader));
  const body = table.createTBody();
  for (const { name, cells } of rowsBeside(entries)) {
    const title = document.createElement("th");
    title.scope = "row";
    title.textContent = name;
    body.insertRow().append(title, ...cells.map(makeCell));
  }
  return table;
}

function makeHeader({ title, href }: Comparable): HTMLTableCellElement {
  const link = document.createElement("a");
  link.href = href;
  link.textContent = title;
  const header = document.createElement("th");
  header.scope = "col";
  header.append(link);
  return header;
}

function makeCell(said: readonly string[]): HTMLTableCellElement {
  const cell = document.createElement("td");
  const lines = said.map((text) => {
    const line = document.createElement("p");
    line.textContent = text;
    return line;
  });
  if (lines.length > 0) cell.append(...lines);
  else cell.textContent = "–";
  return cell;
}
