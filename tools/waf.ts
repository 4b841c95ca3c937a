import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { EDGE_RULES } from "../src/grove/contracts/edge-rules.ts";
import { compileEdgeRules } from "../src/implementations/threshold/edge/compile.ts";
import { EDGE_PLANS, type EdgePlanName } from "../src/implementations/threshold/edge/plans.ts";
import type { EdgeRule } from "../src/implementations/threshold/edge/rule.ts";
import { ROOT } from "./sources.ts";

const README = "infra/README.md";
const OPENS = "<!-- npm run waf writes from here -->\n";
const CLOSES = "<!-- to here -->\n";
export const PLAN_NAMES = Object.keys(EDGE_PLANS) as EdgePlanName[];

/** Every file under infra/ that is written from the policy, by its path, as it should be. */
export function wafFiles(rules: readonly EdgeRule[] = EDGE_RULES): ReadonlyMap<string, string> {
  const files = PLAN_NAMES.map((name) => [`infra/waf/${name}.tf`, terraformFile(rules, name)] as const);
  return new Map([...files, [README, withTables(readFileSync(join(ROOT, README), "utf8"), rules)]]);
}

function terraformFile(rules: readonly EdgeRule[], name: EdgePlanName): string {
  const source = "# Written by `npm run waf` from src/grove/contracts/edge-rules.ts.\n";
  return source + compileEdgeRules(rules, name).terraform;
}

function withTables(readme: string, rules: readonly EdgeRule[]): string {
  const [before, rest] = readme.split(OPENS);
  const after = rest?.split(CLOSES)[1];
  if (before === undefined || after === undefined) {
    throw new Error(`Cannot write ${README}: it must hold ${OPENS.trim()} and ${CLOSES.trim()}`);
  }
  const tables = [placesTable(rules), residueTable(rules)].join("\n\n");
  return `${before}${OPENS}\n${tables}\n\n${CLOSES}${after}`;
}

function placesTable(rules: readonly EdgeRule[]): string {
  const compiled = PLAN_NAMES.map((name) => compileEdgeRules(rules, name).compiled);
  const rows = rules.map(({ name, limit, windowMs, blockSeconds }) => [
    `\`${name}\``,
    `${limit} in ${windowMs / 1_000} s, blocks ${blockSeconds} s`,
    ...compiled.map((placed) => {
      const found = placed.find((each) => each.name === name);
      if (!found) return "Worker";
      const { requests, periodSeconds, blockSeconds: block } = found;
      return found.differences.length === 0
        ? "as written"
        : `${requests} in ${periodSeconds} s, blocks ${block} s`;
    }),
  ]);
  const titles = PLAN_NAMES.map((name) => EDGE_PLANS[name].title);
  return table([["Rule", "For each address", ...titles], ...rows]);
}

function residueTable(rules: readonly EdgeRule[]): string {
  const rows = PLAN_NAMES.flatMap((plan) =>
    compileEdgeRules(rules, plan).residue.map(({ name, why, inWorker }) => [
      EDGE_PLANS[plan].title,
      `\`${name}\``,
      why,
      inWorker,
    ]),
  );
  return table([["Plan", "Rule", "Why not", "What stands for it in the Worker"], ...rows]);
}

/** A Markdown table as the formatter would have it. */
function table([head = [], ...rows]: readonly (readonly string[])[]): string {
  const widths = head.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(" | ")} |`;
  return [line(head), line(widths.map((width) => "-".repeat(width))), ...rows.map(line)].join("\n");
}

function readOrNothing(file: string): string {
  try {
    return readFileSync(join(ROOT, file), "utf8");
  } catch {
    return "";
  }
}

function main(): void {
  const stale = [...wafFiles()].filter(([file, text]) => readOrNothing(file) !== text);
  if (process.argv.includes("--check")) {
    for (const [file] of stale) console.error(`${file} is not what the policy compiles to`);
    if (stale.length > 0) {
      console.error("Run npm run waf and commit what it writes");
      process.exitCode = 1;
    }
    return;
  }
  for (const [file, text] of stale) {
    mkdirSync(dirname(join(ROOT, file)), { recursive: true });
    writeFileSync(join(ROOT, file), text);
    console.log(`wrote ${file}`);
  }
  console.log(`${wafFiles().size} files, ${stale.length} written`);
}

if (import.meta.main) main();
