import { z } from "zod";
import { keptText } from "./kept-text.ts";

/** How many comments are shown at once. */
export const COMMENTS_SHOWN = 50;

const LONGEST = 2_000;

/** A comment as its author hands it in. `parentId` is the comment that it answers. */
export const NewComment = z.strictObject({
  text: keptText(LONGEST),
  parentId: z.uuid().optional(),
});
export type NewComment = Readonly<z.infer<typeof NewComment>>;

/** A comment on a post. `at` is in epoch milliseconds. */
export const Comment = z.object({
  id: z.uuid(),
  text: z.string(),
  authorId: z.string(),
  parentId: z.uuid().optional(),
  at: z.int(),
});
export type Comment = Readonly<z.infer<typeof Comment>>;

export const CommentList = z.object({ comments: z.array(Comment) });
export type CommentList = { readonly comments: readonly Comment[] };
