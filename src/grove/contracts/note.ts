import { z } from "zod";
import { keptText } from "./kept-text.ts";

/** How many notes of one kind, shadowed or not, a sandbox keeps. */
export const NOTES_KEPT = 200;
/** How many are shown at once, the newest. */
export const NOTES_SHOWN = 50;

export const NewNote = z.strictObject({ text: keptText(500) });

/** A line in a sandbox's guest book. */
export const Note = z.object({
  id: z.string(),
  text: z.string(),
  /** Epoch milliseconds. */
  at: z.number(),
  authorId: z.string(),
});
export type Note = z.infer<typeof Note>;

export const NoteList = z.object({ notes: z.array(Note).max(NOTES_SHOWN) });
export type NoteList = z.infer<typeof NoteList>;
