/** What an entry says beside others, in the order of the table's rows. */
export interface Comparable {
  readonly slug: string;
  readonly title: string;
  readonly href: string;
  /** The name of a row and what stands in it: sentences, one below the other. */
  readonly rows: readonly (readonly [name: string, said: readonly string[]])[];
}

export interface Row {
  readonly name: string;
  /** What each entry says, in their order. */
  readonly cells: readonly (readonly string[])[];
}

/** The rows of entries side by side, without those in which none of them says anything. */
export function rowsBeside(entries: readonly Comparable[]): Row[] {
  const names = entries[0]?.rows.map(([name]) => name) ?? [];
  return names
    .map((name, index) => ({ name, cells: entries.map(({ rows }) => rows[index]?.[1] ?? []) }))
    .filter(({ cells }) => cells.some((said) => said.length > 0));
}
