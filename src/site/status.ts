export const STATUSES = ["verified", "implemented", "described", "planned"] as const;
export type Status = (typeof STATUSES)[number];

/** What can be seen of a pattern in the repository and in the last spec run. */
export interface PatternFacts {
  readonly hasImplementation: boolean;
  readonly headings: readonly string[];
  /** The outcomes of the page's specs, if the report is of these very sources. */
  readonly specs: readonly { readonly state: "passed" | "failed" }[] | undefined;
}

/** A pattern's status, from what exists and what ran: nobody types it. */
export function patternStatus({ hasImplementation, headings, specs }: PatternFacts): Status {
  if (hasImplementation) {
    const passed = specs !== undefined && specs.length > 0 && specs.every(({ state }) => state === "passed");
    return passed ? "verified" : "implemented";
  }
  return headings.includes("Architecture") && headings.includes("Specification") ? "described" : "planned";
}

/** What each status means, in the reader's words. */
export const STATUS_MEANING: Readonly<Record<Status, string>> = {
  verified: "implemented, and every spec on its page passed in the last run",
  implemented: "implemented; its specs have not all passed for these sources",
  described: "its architecture and specification are written, its code is not",
  planned: "its purpose and place are settled, nothing more",
};
