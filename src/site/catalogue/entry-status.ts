import { STATUS_MEANING, type Status } from "../status.ts";
import type { Entry } from "./entry.ts";
import type { Term } from "./vocabulary.ts";

/** A pattern of Grove's own has the status that its files and specs give it; of the others some are used in Grove. */
export type EntryStatus = Status | "used";

export const STATUS_TERMS: Readonly<Record<EntryStatus, Term>> = {
  verified: { title: "Verified", meaning: STATUS_MEANING.verified },
  implemented: { title: "Implemented", meaning: STATUS_MEANING.implemented },
  used: {
    title: "Used in Grove",
    meaning: "Its page links to the lines of Grove that are an example of it.",
  },
  described: {
    title: "Described",
    meaning: "Problem, solution and trade-offs are written. Grove does not use it.",
  },
  draft: { title: "Draft", meaning: STATUS_MEANING.draft },
  planned: { title: "Planned", meaning: STATUS_MEANING.planned },
};

/** An entry's status, from what exists: nobody types it. */
export function entryStatus(
  { slug, isGrove, toDo, inGrove }: Pick<Entry, "slug" | "isGrove" | "toDo" | "inGrove">,
  patterns: readonly { readonly slug: string; readonly status: Status }[],
): EntryStatus {
  if (toDo.length > 0) return "draft";
  if (!isGrove) return inGrove.length > 0 ? "used" : "described";
  return patterns.find((pattern) => pattern.slug === slug)?.status ?? "planned";
}
