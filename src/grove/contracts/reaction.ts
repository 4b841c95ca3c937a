import { z } from "zod";

export const REACTIONS = ["like", "love", "insightful"] as const;
export const Reaction = z.enum(REACTIONS);
export type Reaction = z.infer<typeof Reaction>;

/** Adds a reaction, or takes it back if it is there. With `on` the outcome is said, so that it may be sent again. */
export const NewReaction = z.strictObject({ type: Reaction, on: z.boolean().optional() });
export type NewReaction = Readonly<z.infer<typeof NewReaction>>;

export const ReactionCounts = z.record(Reaction, z.int().nonnegative());
export type ReactionCounts = Readonly<Record<Reaction, number>>;

/** What became of a reaction: whether it is there now, and how many there are of its kind. */
export const Reacted = z.object({ added: z.boolean(), newCount: z.int().nonnegative() });
export type Reacted = Readonly<z.infer<typeof Reacted>>;
