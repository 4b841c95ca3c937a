import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { readClassedFences } from "../../src/site/classed-fences.ts";
import { readReport } from "../../src/site/report.ts";
import { readPage } from "../harness/page.ts";
import { listPages } from "../harness/vite-plugin.ts";
import { readBuiltPage, readBuiltText } from "./built.ts";

const html = readBuiltPage("/reference/status/");
const pages = listPages("src/content/docs").map((path) => {
  const text = readFileSync(path, "utf8");
  return { path, text, page: readPage(text) };
});

test.for(pages)("the status page reads the fences of $path as the harness runs them", ({ text, page }) => {
  const byLine = [...page.specs, ...page.compileFails].toSorted((a, b) => a.line - b.line);
  const judged = byLine.map((fence) => (fence.kind === "spec" ? fence.title : fence.code));

  expect(readClassedFences(text).map(({ title }) => title)).toEqual(judged);
});

test("every spec and every fence that must not compile has its row, and each row says how it did", () => {
  const states = [...html.matchAll(/<td[^>]* data-state="(\w+)"[^>]*>([^<]+)</g)];
  const judged = pages.reduce((sum, { page }) => sum + page.specs.length + page.compileFails.length, 0);
  const text = readBuiltText("/reference/status/").replaceAll("’", "'");
  const titles = pages.flatMap(({ page }) => page.specs.map(({ title }) => title.replaceAll(/\s+/g, " ")));

  expect(states).toHaveLength(judged);
  expect(titles.length).toBeGreaterThan(100);
  expect(titles.filter((title) => !text.includes(title.replaceAll("’", "'")))).toEqual([]);
});

test("the page says what the report says, of which run, and nothing has passed without one", () => {
  const { report, fresh } = readReport();
  const passed = [...html.matchAll(/data-state="passed"/g)].length;
  const results = Object.values(report?.pages ?? {}).flatMap(({ specs, compileFails }) => [
    ...specs,
    ...compileFails,
  ]);

  expect(passed).toBe(fresh ? results.filter(({ state }) => state === "passed").length : 0);
  const said = readBuiltText("/reference/status/");
  const wanted = report
    ? /\d+ of \d+ specs passed in workerd [\d.]+, (?:commit [0-9a-f]{7}|no commit)/
    : /The specs have not run on this machine yet\./;
  expect(said).toMatch(wanted);
});
