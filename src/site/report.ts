import { existsSync, readFileSync } from "node:fs";
import { hashSources } from "../../tools/sources.ts";

export const REPORT_FILE = ".specs/report.json";

/** How a classed fence of a page did: a spec when it ran, a compile-fail when the compiler read it. */
export interface FenceResult {
  /** The page's line. */
  readonly line: number;
  readonly state: "passed" | "failed";
}

export interface SpecResult extends FenceResult {
  readonly title: string;
  readonly durationMs: number;
}

export interface CompileFailResult extends FenceResult {
  /** The compiler's, such as TS2345. */
  readonly code: string;
  /** What the fence says, as `squeeze` gives it: a rendered page no longer knows its lines. */
  readonly text: string;
}

export interface PageResults {
  readonly specs: readonly SpecResult[];
  readonly compileFails: readonly CompileFailResult[];
}

/** Text with every run of white space as one space, so that indentation makes no difference. */
export function squeeze(text: string): string {
  return text.replaceAll(/\s+/g, " ").trim();
}

/** What one run of all pages showed, and of which sources. */
export interface EvidenceReport {
  readonly commit: string;
  /** Whether the run's sources differ from that commit. */
  readonly dirty: boolean;
  readonly ranAt: string;
  readonly sources: string;
  readonly runtime: string;
  /** Whether everything in the run passed, what stands on no page included. */
  readonly outcome: "passed" | "failed";
  readonly pages: Readonly<Record<string, PageResults>>;
}

/** The last report and whether it speaks of the sources as they are now; if not, why in plain words. */
export type Evidence =
  | { readonly report: EvidenceReport; readonly fresh: true }
  | { readonly report: EvidenceReport | undefined; readonly fresh: false; readonly why: string };

/** A build reads the report for every fence; in `npm run dev` a change must be seen by the next page. */
const KEEP_MS = 1_000;

let known: { readonly evidence: Evidence; readonly judgedAt: number } | undefined;

/** Reads `.specs/report.json` and holds it against the sources. */
export function readReport(): Evidence {
  const now = performance.now();
  if (!known || now - known.judgedAt > KEEP_MS) known = { evidence: judge(), judgedAt: now };
  return known.evidence;
}

function judge(): Evidence {
  if (!existsSync(REPORT_FILE)) {
    return { report: undefined, fresh: false, why: "The specs have not run on this machine yet." };
  }
  const report = JSON.parse(readFileSync(REPORT_FILE, "utf8")) as EvidenceReport;
  if (report.sources === hashSources()) return { report, fresh: true };
  return { report, fresh: false, why: "The sources have changed since the specs last ran." };
}

/** The results of one page, by the path of its file from the repository's root. */
export function readPageResults(path: string): PageResults {
  return readReport().report?.pages[path] ?? { specs: [], compileFails: [] };
}
