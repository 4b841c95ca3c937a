import { existsSync, readFileSync } from "node:fs";
import { hashSources } from "../../tools/sources.ts";

export const REPORT_FILE = ".specs/report.json";

export interface SpecResult {
  readonly title: string;
  /** The page's line. */
  readonly line: number;
  readonly state: "passed" | "failed";
  readonly durationMs: number;
}

/** What one whole run of the pages showed, and of which sources. */
export interface EvidenceReport {
  readonly commit: string;
  /** Whether the run's sources differ from that commit. */
  readonly dirty: boolean;
  readonly ranAt: string;
  readonly sources: string;
  readonly runtime: string;
  readonly pages: Readonly<Record<string, { readonly specs: readonly SpecResult[] }>>;
}

/** The last report and whether it speaks of the sources as they are now; if not, why in plain words. */
export type Evidence =
  | { readonly report: EvidenceReport; readonly fresh: true }
  | { readonly report: EvidenceReport | undefined; readonly fresh: false; readonly why: string };

let known: Evidence | undefined;

/** Reads `.specs/report.json` once per build. */
export function readReport(): Evidence {
  known ??= judge();
  return known;
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
export function readPageResults(path: string): readonly SpecResult[] {
  return readReport().report?.pages[path]?.specs ?? [];
}
