import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, relative, sep } from "node:path";
import type { Reporter, TestModule } from "vitest/node";
import { type EvidenceReport, REPORT_FILE, type SpecResult } from "../../src/site/report.ts";
import { hashSources } from "../../tools/sources.ts";
import { readPage } from "./page.ts";
import { listPagesWithScript } from "./vite-plugin.ts";

/** Writes the evidence that pages show. A run that left out a page leaves the last report alone. */
export class EvidenceReporter implements Reporter {
  #sources = "";

  onTestRunStart(): void {
    // Read before the run: what changes during it must make the report stale.
    this.#sources = hashSources();
  }

  onTestRunEnd(modules: readonly TestModule[]): void {
    const pages: Record<string, { specs: SpecResult[] }> = {};
    for (const module of modules) {
      const path = relative(process.cwd(), module.moduleId).replaceAll(sep, "/");
      if (path.endsWith(".mdx")) pages[path] = { specs: readResults(path, module) };
    }
    const wanted = listPagesWithScript("src/content/docs");
    if (wanted.length === 0 || wanted.some((path) => !(path in pages))) return;

    const report: EvidenceReport = {
      ...readCommit(),
      ranAt: new Date().toISOString(),
      sources: this.#sources,
      runtime: readRuntime(),
      pages,
    };
    mkdirSync(dirname(REPORT_FILE), { recursive: true });
    writeFileSync(REPORT_FILE, `${JSON.stringify(report, undefined, 2)}\n`);
  }
}

/** One result for each spec that stands on the page: one that did not run has not passed. */
function readResults(path: string, module: TestModule): SpecResult[] {
  const cases = new Map([...module.children.allTests()].map((test) => [test.name, test]));
  return readPage(readFileSync(path, "utf8")).specs.map(({ title, line }) => {
    const test = cases.get(title);
    return {
      title,
      line,
      state: test?.result().state === "passed" ? "passed" : "failed",
      durationMs: Math.round((test?.diagnostic()?.duration ?? 0) * 10) / 10,
    };
  });
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
  const { version } = JSON.parse(readFileSync("node_modules/workerd/package.json", "utf8")) as {
    version: string;
  };
  return `workerd ${version}`;
}
