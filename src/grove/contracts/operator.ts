import { z } from "zod";
import { keptText } from "./kept-text.ts";
import { LEVELS } from "./standing.ts";

/** Why a user is cleared. */
export const NewClearing = z.strictObject({ reason: keptText(500) });

/** All that is held against a user, for operators alone. Times are epoch milliseconds; what is not running is left out. */
export const UserAbuse = z.object({
  userId: z.string(),
  level: z.enum(LEVELS),
  until: z.number().optional(),
  violations: z.int().nonnegative(),
  /** Past bans that are not forgotten yet. */
  bans: z.int().nonnegative(),
  shadowedUntil: z.number().optional(),
  appeal: z.object({ at: z.number(), lapsesAt: z.number(), note: z.string() }).optional(),
  /** What has happened and why, oldest first: the newest two hundred. */
  events: z.array(
    z.object({
      at: z.number(),
      event: z.string(),
      from: z.enum(LEVELS).optional(),
      to: z.enum(LEVELS).optional(),
      /** When what was begun ends. */
      until: z.number().optional(),
      reason: z.string().optional(),
      /** Who did it, where somebody did. */
      by: z.string().optional(),
      /** Failures to sign in, in a row. */
      failures: z.int().optional(),
    }),
  ),
});
export type UserAbuse = z.infer<typeof UserAbuse>;
