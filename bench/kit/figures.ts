import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

/** One measured number, and what it must be where that was settled beforehand. */
export interface Figure {
  readonly what: string;
  readonly value: number;
  readonly unit: string;
  readonly bar?: { readonly atLeast: number } | { readonly atMost: number };
}

/** What one part of a measurement found. */
export interface Part {
  readonly part: string;
  readonly figures: readonly Figure[];
  /** All that was measured on the way, for whoever doubts a figure. */
  readonly details?: unknown;
}

/** Whether a figure holds its bar; undefined for one that has none. */
export function holds({ value, bar }: Figure): boolean | undefined {
  if (!bar) return undefined;
  return "atLeast" in bar ? value >= bar.atLeast : value <= bar.atMost;
}

/** Prints a part as a table, and writes it where `npm run bench` asks for it; a bar that is missed fails the process. */
export function publish(part: Part): void {
  console.log(`\n${part.part}`);
  for (const figure of part.figures) console.log(`  ${describe(figure)}`);
  const file = process.env["BENCH_OUT"];
  if (file) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, JSON.stringify(part));
  }
  if (part.figures.some((figure) => holds(figure) === false)) process.exitCode = 1;
}

export function describe(figure: Figure): string {
  const { what, value, unit, bar } = figure;
  const number = Math.abs(value) >= 100 ? value.toFixed(0) : value.toFixed(Math.abs(value) >= 10 ? 1 : 3);
  const told = bar && ("atLeast" in bar ? `bar ≥ ${bar.atLeast}` : `bar ≤ ${bar.atMost}`);
  const verdict = told ? `${told}  ${holds(figure) ? "held" : "MISSED"}` : "";
  return `${what.padEnd(66)} ${number.padStart(9)} ${unit.padEnd(8)} ${verdict}`.trimEnd();
}
