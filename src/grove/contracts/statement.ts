import { z } from "zod";
import { wholeText } from "./kept-text.ts";

/** How many rows of an answer are shown. */
export const ROWS_SHOWN = 50;

/** A statement for the database of a sandbox. Its characters are Prism's to judge. */
export const NewStatement = z.strictObject({
  sql: z.string().min(1).max(2_000),
  values: z
    .array(z.union([wholeText(500), z.number(), z.null()]))
    .max(20)
    .default([]),
});
export type NewStatement = z.input<typeof NewStatement>;

/** What it came to. */
export const StatementOutcome = z.object({
  rows: z.array(z.record(z.string(), z.unknown())).max(ROWS_SHOWN),
  /** Whether there were more rows than are shown. */
  more: z.boolean(),
  /** How many rows it wrote, removed or changed. */
  changes: z.int(),
  /** The statement that was run; the tenant is its last parameter. */
  scoped: z.string(),
  /** The tables that it opened. */
  tables: z.array(z.string()),
});
export type StatementOutcome = z.infer<typeof StatementOutcome>;
