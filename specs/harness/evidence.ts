import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, relative, sep } from "node:path";
import type { Reporter, SerializedError, TestModule, TestRunEndReason } from "vitest/node";
import { type EvidenceReport, type PageResults, REPORT_FILE, squeeze } from "../../src/site/report.ts";
import { hashSources } from "../../tools/sources.ts";
import { readPage } from "./page.ts";
import { type TypeReport, typecheckPages, typeErrors } from "./typecheck.ts";
import { listPagesWithScript } from "./vite-plugin.ts";

/** Writes the evidence that pages show. A run that left out a page leaves the last report alone. */
export class EvidenceReporter implements Reporter {
  #sources = "";

  onTestRunStart(): void {
    // Read before the run: what changes during it must make the report stale.
    this.#sources = hashSources();
  }

  onTestRunEnd(
    modules: readonly TestModule[],
    unhandledErrors: readonly SerializedError[],
    reason: TestRunEndReason,
  ): void {
    const ran = new Map(
      modules.map((module) => [relative(process.cwd(), module.moduleId).replaceAll(sep, "/"), module]),
    );
    const paths = listPagesWithScript("src/content/docs");
    if (paths.length === 0 || paths.some((path) => !ran.has(path))) return;

    const types = typecheckPages(paths, {
      project: "tsconfig.worker.json",
      folder: ".specs/fences-of-report",
    });
    const pages = Object.fromEntries(paths.map((path) => [path, readResults(path, ran.get(path), types)]));
    const isClean = reason === "passed" && unhandledErrors.length === 0 && typeErrors(types).length === 0;
    const report: EvidenceReport = {
      ...readCommit(),
      ranAt: new Date().toISOString(),
      sources: this.#sources,
      runtime: readRuntime(),
      outcome: isClean ? "passed" : "failed",
      pages,
    };
    mkdirSync(dirname(REPORT_FILE), { recursive: true });
    writeFileSync(REPORT_FILE, `${JSON.stringify(report, undefined, 2)}\n`);
  }
}

/** One result for each classed fence that stands on the page: one that did not run, or is no test, has not passed. */
function readResults(path: string, module: TestModule | undefined, types: TypeReport): PageResults {
  const page = readPage(readFileSync(path, "utf8"));
  const cases = new Map([...(module?.children.allTests() ?? [])].map((test) => [test.name, test]));
  const isBroken = !module || module.errors().length > 0 || page.problems.length > 0;
  const fits = (line: number): boolean =>
    types.fences.some((fence) => fence.path === path && fence.line === line && fence.errors.length === 0);
  return {
    specs: page.specs.map(({ title, line }) => {
      const test = cases.get(title);
      const passed = !isBroken && fits(line) && test?.result().state === "passed";
      const durationMs = Math.round((test?.diagnostic()?.duration ?? 0) * 10) / 10;
      return { title, line, state: passed ? "passed" : "failed", durationMs };
    }),
    compileFails: page.compileFails.map(({ line, code, lines }) => ({
      line,
      code,
      text: squeeze(lines.join(" ")),
      state: fits(line) ? "passed" : "failed",
    })),
  };
}

function readCommit(): { commit: string; dirty: boolean } {
  const git = (...words: string[]): string =>
    execFileSync("git", words, { encoding: "utf8", stdio: "pipe" }).trim();
  try {
    return { commit: git("rev-parse", "HEAD"), dirty: git("status", "--porcelain") !== "" };
  } catch {
    return { commit: "unknown", dirty: true }; // Not a checkout: an unpacked archive, say.
  }
}

function readRuntime(): string {
  const manifest = readFileSync("node_modules/workerd/package.json", "utf8");
  return `workerd ${(JSON.parse(manifest) as { version: string }).version}`;
}
