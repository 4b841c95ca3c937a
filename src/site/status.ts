export const STATUSES = ["verified", "implemented", "described", "draft", "planned"] as const;
export type Status = (typeof STATUSES)[number];

/** What can be seen of a pattern in the repository and in the last spec run. */
export interface PatternFacts {
  readonly hasImplementation: boolean;
  readonly headings: readonly string[];
  /** What the page itself names as to do. */
  readonly toDo: readonly string[];
  /** The outcomes of the page's fences, if it has specs and the report is of these very sources. */
  readonly results: readonly { readonly state: "passed" | "failed" }[] | undefined;
}

/** A pattern's status, from what exists and what ran: nobody types it. */
export function patternStatus({ hasImplementation, headings, toDo, results }: PatternFacts): Status {
  if (toDo.length > 0) return "draft";
  if (hasImplementation) {
    const passed =
      results !== undefined && results.length > 0 && results.every(({ state }) => state === "passed");
    return passed ? "verified" : "implemented";
  }
  return headings.includes("Architecture") && headings.includes("Specification") ? "described" : "planned";
}

/** What each status means, in the reader's words. */
export const STATUS_MEANING: Readonly<Record<Status, string>> = {
  verified: "The code exists, and every spec on its page passed in a run of exactly these sources.",
  implemented: "The code exists. A spec fails, or no run was of these sources.",
  described: "Architecture and specification are written. The code is not.",
  draft: "Begun from the template. Its page says what is still to do.",
  planned: "The purpose and the place are settled, and nothing more.",
};
