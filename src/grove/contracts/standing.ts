import type { Verdict } from "#implementations/threshold";
import { z } from "zod";
import { keptText } from "./kept-text.ts";
import type { AbuseState } from "./session.ts";

/** How somebody may stand with the ladder, mildest first. */
export const LEVELS = ["clear", "warning", "slowdown", "block", "ban"] as const;

/** What an appeal asks for. */
export const NewAppeal = z.strictObject({ note: keptText(500) });

/** How a user stands, as they may know it: nothing in it tells of a shadow ban. Times are epoch milliseconds. */
export const OwnStanding = z.object({
  level: z.enum(LEVELS),
  /** When what bars the user ends. */
  until: z.number().optional(),
  /** Made, and not decided. It lapses if nobody decides it by then. */
  appeal: z.object({ at: z.number(), lapsesAt: z.number() }).optional(),
});
export type OwnStanding = z.infer<typeof OwnStanding>;

/** What the object of a user says to who asks where they stand. */
export type StandingCheck =
  /** No such session, or it has ended. */
  | { readonly kind: "invalid" }
  /** A limit of the user's own is reached, which is not held against them. */
  | { readonly kind: "refused"; readonly verdict: Extract<Verdict, { kind: "refused" }> }
  | {
      readonly kind: "told";
      readonly standing: OwnStanding;
      /** Whether an appeal was open already: then another is not put on record. */
      readonly wasOpen: boolean;
      readonly verdict: Extract<Verdict, { kind: "allowed" }>;
    };

/** What of it the user may know. */
export function ownStandingOf({ judgement, ladder }: AbuseState): OwnStanding {
  const { level } = judgement;
  return {
    level,
    ...(judgement.kind === "barred" && { until: judgement.until }),
    ...(ladder.appeal && { appeal: { at: ladder.appeal.at, lapsesAt: ladder.appeal.lapsesAt } }),
  };
}
