/** What a reader asks for: the values picked in each facet, and words that must all be there. */
export interface FilterState {
  readonly words: string;
  readonly picked: Readonly<Record<string, readonly string[]>>;
}

/** An entry as the filter sees it: the values it has in each facet, and its text in lower case. */
export interface Filterable {
  readonly text: string;
  readonly values: Readonly<Record<string, readonly string[]>>;
}

const WORDS = "q";

/** Reads a state from the query of an address; what the page does not offer is left out. */
export function readFilter(query: string, offered: Readonly<Record<string, readonly string[]>>): FilterState {
  const params = new URLSearchParams(query);
  const picked = Object.entries(offered).map(([facet, values]) => {
    const asked = (params.get(facet) ?? "").split(",");
    return [facet, values.filter((value) => asked.includes(value))] as const;
  });
  return { words: params.get(WORDS)?.trim() ?? "", picked: Object.fromEntries(picked) };
}

/** The query that reads back as the state; empty when nothing is asked. */
export function writeFilter({ words, picked }: FilterState): string {
  const parts = Object.entries(picked)
    .filter(([, values]) => values.length > 0)
    .map(([facet, values]) => `${facet}=${values.map(encodeURIComponent).join(",")}`);
  if (words.trim() !== "") parts.unshift(`${WORDS}=${encodeURIComponent(words.trim())}`);
  return parts.length > 0 ? `?${parts.join("&")}` : "";
}

/** Whether an entry has all the words, and in each facet one of the values picked there. `besides` leaves a facet out. */
export function matches(item: Filterable, { words, picked }: FilterState, besides?: string): boolean {
  const asked = words.toLowerCase().split(/\s+/).filter(Boolean);
  return (
    asked.every((word) => item.text.includes(word)) &&
    Object.entries(picked).every(
      ([facet, values]) =>
        facet === besides ||
        values.length === 0 ||
        values.some((value) => item.values[facet]?.includes(value) ?? false),
    )
  );
}

/** How many entries a value would show beside what is picked in the other facets. */
export function countValue(
  items: readonly Filterable[],
  state: FilterState,
  { facet, value }: { readonly facet: string; readonly value: string },
): number {
  return items.filter((item) => matches(item, state, facet) && (item.values[facet]?.includes(value) ?? false))
    .length;
}
