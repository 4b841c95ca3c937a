import { relative, resolve, sep } from "node:path";
import { readPageResults, readReport } from "./report.ts";

/** How one spec did, in the words that stand beside it. */
export interface ResultText {
  readonly state: "passed" | "failed" | "unknown";
  readonly text: string;
}

/** What the last run of the specs said of one of them; `file` is the page's file. */
export function describeResult(file: string, title: string): ResultText {
  const { fresh } = readReport();
  const result = readPageResults(pathOf(file)).find((one) => one.title === title);
  if (!result) return { state: "unknown", text: "not run yet" };
  if (result.state === "failed") return { state: "failed", text: "✗ failed in workerd" };
  if (!fresh) return { state: "unknown", text: "passed before the last change" };
  return { state: "passed", text: `✓ passed in workerd · ${formatDuration(result.durationMs)}` };
}

/** What a page can say of all its specs. */
export interface PageEvidence {
  readonly passed: number;
  readonly all: number;
  readonly fresh: boolean;
  /** Which run this was: runtime, commit, day. Empty if there was none. */
  readonly run: string;
  /** Why the evidence should not be trusted; empty if it may be. */
  readonly doubt: string;
}

export function describePage(file: string): PageEvidence {
  return summarize(readPageResults(pathOf(file)));
}

/** All pages together. */
export function describeSite(): PageEvidence {
  return summarize(Object.values(readReport().report?.pages ?? {}).flatMap((page) => page.specs));
}

function summarize(results: ReturnType<typeof readPageResults>): PageEvidence {
  const evidence = readReport();
  const { report } = evidence;
  const passed = results.filter((one) => one.state === "passed").length;
  return {
    passed,
    all: results.length,
    fresh: evidence.fresh,
    run: report ? `${report.runtime}, ${describeCommit(report)}, ${report.ranAt.slice(0, 10)}` : "",
    doubt: evidence.fresh ? "" : evidence.why,
  };
}

function describeCommit({ commit, dirty }: { commit: string; dirty: boolean }): string {
  if (commit === "unknown") return "no commit";
  return `commit ${commit.slice(0, 7)}${dirty ? " with changes" : ""}`;
}

function formatDuration(milliseconds: number): string {
  return milliseconds < 1 ? "under 1 ms" : `${Math.round(milliseconds)} ms`;
}

function pathOf(file: string): string {
  return relative(process.cwd(), resolve(file)).replaceAll(sep, "/");
}
