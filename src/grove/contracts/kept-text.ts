import { z } from "zod";

/** A text of at most `most` characters that the database keeps as it is. */
export function wholeText(most: number) {
  return (
    z
      .string()
      .max(most)
      // SQLite ends a text at its first U+0000, and UTF-8 has no half of a pair.
      .refine((text) => text.isWellFormed() && !text.includes("\0"), { error: "Not text that can be kept" })
  );
}

/** A reader's text of 1 to `most` characters, without the space around it, that the database keeps as it is. */
export function keptText(most: number) {
  return z.string().trim().min(1).pipe(wholeText(most));
}
