import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readHistory } from "../src/site/history.ts";
import { type Evidence, readReport } from "../src/site/report.ts";
import { makeDist, type Outcome, run, type RunOptions } from "./run.ts";
import { hashSources, ROOT, SITE_SOURCES } from "./sources.ts";

const STAMP = join(ROOT, ".specs", "build.json");

/** Whether `dist/` was built from the sources, and with the evidence, as they are now. */
export function isBuildFresh(): boolean {
  if (!existsSync(STAMP) || !existsSync(join(ROOT, "dist", "index.html"))) return false;
  const { sources }: { sources: string } = JSON.parse(readFileSync(STAMP, "utf8"));
  return sources === hashBuild();
}

/** Pages carry the address that they are published at, the one they are edited at, and when git saw them change. */
function hashBuild(): string {
  const { SITE_URL = "", EDIT_URL = "" } = process.env;
  const newest = readHistory().changes[0]?.commit ?? "";
  return [hashSources(SITE_SOURCES), SITE_URL, EDIT_URL, newest].join(" ");
}

/** Builds the site into `dist/` and notes what it was built from. */
export async function buildSite(options: RunOptions = {}): Promise<Outcome> {
  // Hashed before the build: what changes during it must make the build stale.
  const sources = hashBuild();
  rmSync(STAMP, { force: true });
  const outcome = await run("astro", ["build"], options);
  if (outcome.code !== 0) return outcome;
  mkdirSync(join(ROOT, ".specs"), { recursive: true });
  writeFileSync(STAMP, JSON.stringify({ sources }));
  return outcome;
}

/** Writes the types of the Worker's bindings, which are generated and not committed. */
export function writeBindingTypes(): Promise<Outcome> {
  makeDist();
  return run("wrangler", ["types"]);
}

/** Whether the specs ran on the sources as they are now, and whether everything in that run passed. */
export function readEvidence(): "missing" | "stale" | "failing" | "passing" {
  return judgeEvidence(readReport());
}

export function judgeEvidence({ report, fresh }: Evidence): ReturnType<typeof readEvidence> {
  if (!report) return "missing";
  if (!fresh) return "stale";
  // A run of no pages passes too, and shows nothing.
  const ran = Object.values(report.pages).some((page) => page.specs.length > 0);
  return ran && report.outcome === "passed" ? "passing" : "failing";
}

if (import.meta.main) {
  const { code } = await buildSite({ show: true });
  process.exitCode = code;
}
