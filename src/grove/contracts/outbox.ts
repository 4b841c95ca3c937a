import { z } from "zod";

const Letter = z.object({
  id: z.int(),
  from: z.string(),
  what: z.string(),
  /** As JSON. */
  body: z.string(),
  why: z.string(),
  at: z.int(),
});

/** What of an object is on its way to D1. Times are epoch milliseconds. */
export const OutboxState = z.object({
  events: z.int().nonnegative(),
  bytes: z.int().nonnegative(),
  /** When the next flush is due. */
  dueAt: z.int().optional(),
  /** What was set aside. */
  letters: z.array(Letter),
});
export type OutboxState = z.infer<typeof OutboxState>;
