import { z } from "zod";
import { Letter } from "./letter.ts";

/** What of an object is on its way to D1. Times are epoch milliseconds. */
export const OutboxState = z.object({
  events: z.int().nonnegative(),
  bytes: z.int().nonnegative(),
  /** When the next flush is due. */
  dueAt: z.int().optional(),
  /** Rows that are billed for what this life of the object has written through Loom, and which life it is. */
  billed: z.object({ life: z.string(), rows: z.int().nonnegative() }),
  /** What was set aside. */
  letters: z.array(Letter),
});
export type OutboxState = z.infer<typeof OutboxState>;
