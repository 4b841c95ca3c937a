import { relative, resolve, sep } from "node:path";
import { readPageResults, readReport, type SpecResult, squeeze } from "./report.ts";

/** How one spec did, in the words that stand beside it. */
export interface ResultText {
  readonly state: "passed" | "failed" | "unknown";
  readonly text: string;
}

/** What the last run said of a spec; `file` is the page's file. */
export function describeSpec(file: string, title: string): ResultText {
  const result = readPageResults(pathOf(file)).specs.find((one) => one.title === title);
  if (result?.state !== "passed") return describeOther(result);
  return whenFresh(`✓ passed in workerd · ${formatDuration(result.durationMs)}`);
}

/** What the last run said of a fence that must not compile, found by its text. */
export function describeCompileFail(file: string, text: string): ResultText {
  const result = readPageResults(pathOf(file)).compileFails.find((one) => one.text === squeeze(text));
  if (result?.state !== "passed") return describeOther(result);
  return whenFresh(`✓ refused by tsc · ${result.code}`);
}

function describeOther(result: { readonly state: string } | undefined): ResultText {
  return result ? { state: "failed", text: "✗ failed" } : { state: "unknown", text: "not run yet" };
}

function whenFresh(text: string): ResultText {
  return readReport().fresh
    ? { state: "passed", text }
    : { state: "unknown", text: "passed before the last change" };
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
  return summarize(readPageResults(pathOf(file)).specs);
}

/** All pages together. */
export function describeSite(): PageEvidence {
  return summarize(Object.values(readReport().report?.pages ?? {}).flatMap((page) => page.specs));
}

function summarize(results: readonly SpecResult[]): PageEvidence {
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
