import { STATE } from "../../specs/isolation/portable/shop.ts";

/** What a database came to over one statement. */
export interface Outcome {
  /** Rows, each as text, as they came. */
  readonly rows: readonly string[];
  readonly changes: number;
  /** Which kind of failure it was, if it was one. */
  readonly error: string | undefined;
  readonly message: string;
  /** All rows of all tenants afterwards, where the statement could have changed them. */
  readonly state: string;
}

export const WHOLE = STATE;

/** A row as text: whole numbers come in several types, and say the same in each. */
export function rowText(row: readonly unknown[]): string {
  return JSON.stringify(row, (_, cell: unknown) =>
    typeof cell === "number" || typeof cell === "bigint" ? cell.toString() : cell,
  );
}

/** The rows of `WHOLE` as one text, in an order that says nothing. */
export function stateText(rows: readonly (readonly unknown[])[]): string {
  return rows.map(rowText).toSorted().join("\n");
}
