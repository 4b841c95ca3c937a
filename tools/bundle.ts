import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join, posix } from "node:path";
import { must } from "./run.ts";
import { hashSources, ROOT } from "./sources.ts";

const FOLDER = join(".specs", "bundle");
const STAMP = join(ROOT, FOLDER, "sources.txt");

/** A file that went into the Worker's bundle, as it was then. */
export interface BundledFile {
  readonly text: string;
  /** The lines, from 1, that left code in the bundle. */
  readonly lines: ReadonlySet<number>;
}

/** Every file of this repository in the bundle that would be deployed, by its path from the root. */
export async function readBundle(): Promise<ReadonlyMap<string, BundledFile>> {
  if (!existsSync(STAMP) || readFileSync(STAMP, "utf8") !== hashSources()) await bundleWorker();
  const map: SourceMap = JSON.parse(readFileSync(join(ROOT, FOLDER, "worker.js.map"), "utf8"));
  const lines = mappedLines(map.mappings);
  const files = map.sources.map((source, index): [string, BundledFile] => [
    posix.join(FOLDER, source),
    { text: map.sourcesContent[index] ?? "", lines: lines.get(index) ?? new Set() },
  ]);
  return new Map(files.filter(([path]) => !path.includes("node_modules/")));
}

/** Bundles the Worker as a deploy would, which needs no account, and keeps the bundle. */
async function bundleWorker(): Promise<void> {
  const sources = hashSources();
  await must("wrangler", ["deploy", "--dry-run", "--outdir", FOLDER]);
  writeFileSync(STAMP, sources);
}

interface SourceMap {
  readonly sources: readonly string[];
  readonly sourcesContent: readonly (string | null)[];
  readonly mappings: string;
}

/** The lines, from 1, of each source that a source map's mappings lead back to. */
export function mappedLines(mappings: string): Map<number, Set<number>> {
  const found = new Map<number, Set<number>>();
  let source = 0;
  let line = 0;
  for (const segment of mappings.split(/[,;]/)) {
    const [, sourceStep, lineStep] = readNumbers(segment);
    if (sourceStep === undefined || lineStep === undefined) continue;
    source += sourceStep;
    line += lineStep;
    const lines = found.get(source) ?? new Set();
    found.set(source, lines.add(line + 1));
  }
  return found;
}

const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** Reads base 64 VLQ: five bits a digit, the sixth says that another follows, the number's last bit is its sign. */
function readNumbers(segment: string): number[] {
  const numbers: number[] = [];
  let value = 0;
  let shift = 0;
  for (const character of segment) {
    const digit = DIGITS.indexOf(character);
    value += (digit & 31) << shift;
    shift += 5;
    if (digit & 32) continue;
    numbers.push(value & 1 ? -(value >> 1) : value >> 1);
    value = 0;
    shift = 0;
  }
  return numbers;
}

// The gate's step: what cannot be bundled cannot be deployed.
if (import.meta.main) await bundleWorker();
