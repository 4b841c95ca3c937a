/** Something in a schema by which one tenant could reach, block or guess at another's rows. */
export interface Finding {
  readonly rule: Rule;
  /** The table, view, index or trigger. */
  readonly of: string;
  readonly says: string;
}

export type Rule =
  | "tenant column"
  | "leading key"
  | "foreign key"
  | "row numbers"
  | "conflict clause"
  | "function"
  | "virtual table"
  | "trigger"
  | "view"
  | "not understood"
  | "excused in vain";

export type Say = (rule: Rule, of: string, says: string) => void;
