import { appendFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import { blockFinder, instrument } from "./mutants/coverage.ts";
import { applyEdit, describeMutant, findMutants } from "./mutants/find.ts";
import { keepTrials } from "./mutants/kept.ts";
import { runTrials } from "./mutants/lanes.ts";
import { reachableFiles } from "./mutants/reach.ts";
import { documentOf, summarise } from "./mutants/summary.ts";
import type { Runner, Trial } from "./mutants/trial.ts";

/** What each mutant of the code reads as. */
function mutate(code: string): string[] {
  return findMutants("a.ts", code).map((mutant) => applyEdit(code, mutant));
}

test("an operator becomes its neighbour, a number its successor, and each stands alone", () => {
  expect(mutate("const fits = used + 1 <= limit && !isShut;")).toEqual([
    "const fits = used - 1 <= limit && !isShut;",
    "const fits = used + 2 <= limit && !isShut;",
    "const fits = used + 1 < limit && !isShut;",
    "const fits = used + 1 <= limit || !isShut;",
    "const fits = used + 1 <= limit && isShut;",
  ]);
});

test("a statement is dropped, a condition is always and never so", () => {
  expect(mutate("if (gone) count();")).toEqual(["if (true) count();", "if (false) count();", "if (gone) ;"]);
});

test("rounding turns the other way, and the largest becomes the least", () => {
  expect(mutate("const a = Math.max(b, Math.ceil(c)), d = true;")).toEqual([
    "const a = Math.min(b, Math.ceil(c)), d = true;",
    "const a = Math.max(b, Math.floor(c)), d = true;",
    "const a = Math.max(b, Math.ceil(c)), d = false;",
  ]);
});

test("types have no value, so nothing of them is changed", () => {
  expect(mutate("type Small = 0 | 1; let a: 2 | true = 3 as 3;")).toEqual([
    "type Small = 0 | 1; let a: 2 | true = 4 as 3;",
  ]);
});

test("the end of a function is left alone, since dropping it changes nothing", () => {
  expect(mutate("function f(a) { if (a) { return; } return undefined; }")).toEqual([
    "function f(a) { if (true) { return; } return undefined; }",
    "function f(a) { if (false) { return; } return undefined; }",
  ]);
});

test("what would not parse is left out", () => {
  expect(
    mutate("const f = (a) => { for (const b of a) yes(b); };").every((code) => !code.includes("yes;")),
  ).toBe(true);
  expect(mutate("let a = b ?? c;")).toEqual(["let a = b && c;"]);
});

test("a mutant is told by its place, and by what was there and is now", () => {
  const [first] = findMutants("src/a.ts", "const a =\n  b * c;");

  expect(first && describeMutant(first)).toBe("src/a.ts:2:5 * -> /");
});

test("a run tells each block that it reaches, and a place is named after the innermost around it", () => {
  const code =
    "const twice = (a) => a * 2; function pick(b) { if (b) { return 7; } return 8; } all(twice(1), pick(0));";
  const told = new Set<string>();
  const all: number[] = [];
  runInNewContext(instrument("a.ts", code, "tell"), {
    tell: (block: string) => told.add(block),
    all: (...values: number[]) => all.push(...values),
  });

  const findBlock = blockFinder("a.ts", code);
  const isReached = (text: string): boolean => {
    const start = code.indexOf(text);
    const block = findBlock({ start, end: start + text.length });
    return block === undefined || told.has(block);
  };
  expect(all).toEqual([2, 8]);
  expect(["a * 2", "if (b)", "return 7;", "return 8;", "pick(0)"].map(isReached)).toEqual([
    true,
    true,
    false,
    true,
    true,
  ]);
});

test("the code is what the entry stands on, types apart", () => {
  const files: Record<string, string> = {
    "src/p/index.ts": 'export { a } from "./in/a.ts"; export type { T } from "./t.ts"; import "elsewhere";',
    "src/p/in/a.ts": 'import { b } from "../b.ts"; export const a = b;',
    "src/p/b.ts": 'import { a } from "./in/a.ts"; export const b = () => a;',
    "src/p/t.ts": "export type T = 1;",
  };

  expect(reachableFiles("src/p/index.ts", (file) => files[file] ?? "")).toEqual([
    "src/p/b.ts",
    "src/p/in/a.ts",
    "src/p/index.ts",
  ]);
});

test("survivors are told one by one, what no spec runs by its lines, and each file by its share", () => {
  const mutants = findMutants("a.ts", "let a = 1;\nlet b = 2;\nlet c = 3;\nlet d = 4;\n\nlet e = 5;");

  const lines = summarise(mutants, {
    noticed: new Set(mutants.slice(0, 1)),
    reached: new Set(mutants.slice(0, 2)),
  });

  expect(lines).toContain("  a.ts:2:9 2 -> 3");
  expect(lines).toContain("  a.ts:3-4, 6");
  expect(lines.at(-1)).toBe("      1 of     5   20.0 %  in all");
});

test("what is kept of a run says how much is left, and lists it by file", () => {
  const mutants = findMutants("a.ts", "let a = 1;\nlet b = 2;\nlet c = 3;\nlet d = 4;\n\nlet e = 5;");
  const told = { page: "p.mdx", command: "npm run mutants -- p", asked: { some: 2, all: 3 } };

  const document = documentOf(told, mutants, {
    noticed: new Set(mutants.slice(0, 1)),
    reached: new Set(mutants.slice(0, 2)),
  });

  expect(document).toContain("**4 of 5** mutants are noticed by none of 2 of the page's 3 specifications");
  expect(document).toContain(": 1 in code that one runs, 3 in code that none runs.");
  expect(document).toContain("- a.ts: 5 mutants, 1 run and not noticed, 3 run by none");
  expect(document).toContain("```text\na.ts:2:9 2 -> 3\n```");
  expect(document).toContain("- a.ts: 3-4, 6");
});

/** Notices what holds "seen", hangs on "loop", and breaks on "crash". */
function fakeRunner(started: { runners: number }): Runner {
  started.runners += 1;
  return {
    ready: async () => ({ specs: [{ title: "a spec", reached: [] }], others: [], ms: 1 }),
    async run({ id, code }) {
      if (code === "loop") return await new Promise(() => undefined);
      if (code === "crash") throw new Error("out of memory");
      return code === "seen" ? { id, noticedBy: "a spec" } : { id };
    },
    stop: async () => undefined,
  };
}

async function tryCodes(...codes: string[]) {
  const started = { runners: 0 };
  const trials = codes.map((code, id): Trial => ({ id, file: "a.ts", code, specs: ["a spec"] }));
  const results = await runTrials(() => fakeRunner(started), trials, {
    lanes: 1,
    trialsEach: 3,
    limitMs: () => 5,
  });
  return { noticedBy: results.map((result) => result.noticedBy), ...started };
}

test("one that loops for ever or takes its runner down is noticed, and the next gets another runner", async () => {
  expect(await tryCodes("loop", "seen", "crash", "unseen")).toEqual({
    noticedBy: ["(took too long)", "a spec", "(broke: out of memory)", undefined],
    runners: 3,
  });
});

test("a runner is replaced after its share", async () => {
  expect((await tryCodes("seen", "seen", "seen", "seen")).runners).toBe(2);
});

test("what trials said is there after a run was cut off, and is asked anew of other sources", async () => {
  const folder = mkdtempSync(join(tmpdir(), "grove-trials-"));
  const asked: string[] = [];
  const runner: Runner = {
    ready: async () => await Promise.resolve({ specs: [], others: [], ms: 0 }),
    async run({ id, code }) {
      asked.push(code);
      return await Promise.resolve({ id, ...(code === "seen" && { noticedBy: "the spec" }) });
    },
    stop: async () => await Promise.resolve(),
  };
  const file = join(folder, "kept");
  const run = async (sources: string, ...codes: string[]) => {
    const keeping = keepTrials(file, sources)(runner);
    const trials = codes.map((code, id): Trial => ({ id, file: "a.ts", code, specs: [] }));
    return await Promise.all(trials.map((trial) => keeping.run(trial)));
  };
  try {
    const first = await run("one", "seen", "unseen");
    expect(first).toEqual([{ id: 0, noticedBy: "the spec" }, { id: 1 }]);
    appendFileSync(file, '["cut of');

    expect(await run("one", "seen", "unseen")).toEqual(first);
    expect(asked).toEqual(["seen", "unseen"]);
    await run("other", "seen");
    await run("one", "seen");
    expect(asked).toEqual(["seen", "unseen", "seen", "seen"]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
