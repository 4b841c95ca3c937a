import { spawnSync } from "node:child_process";
import { stripVTControlCharacters } from "node:util";
import { beforeAll, expect, test } from "vitest";

const config = "specs/harness/broken/vitest.config.ts";
let output = "";

// A whole vitest with its own workerd: what a contributor's terminal shows when a page is wrong.
beforeAll(() => {
  const run = spawnSync("vitest", ["run", "--root", ".", "--config", config, "--no-color"], {
    encoding: "utf8",
    env: { ...process.env, NODE_OPTIONS: "", VITEST: undefined },
  });
  output = stripVTControlCharacters(run.stdout + run.stderr);
}, 120_000);

/** The place that vitest names under a failed test's title. */
function placeOf(title: string): string | undefined {
  const [, report = ""] = output.split(`> ${title}\n`);
  return /❯ (?:\S+ )?(?:\S+\/)?([\w-]+\.\w+:\d+:\d+)/.exec(report)?.[1];
}

test.each([
  ["Fails at the top level", "top-level.mdx:12:20"],
  ["Fails inside Tabs", "in-tabs.mdx:14:47"],
  ["Fails inside a list", "in-list.mdx:10:21"],
])("a spec that %s is reported where the assertion stands", (title, place) => {
  expect(placeOf(title), output).toBe(place);
});

test("an error thrown in imported code is reported there, and at the line of the page that called it", () => {
  expect(placeOf("Fails in the code that it imports"), output).toBe("imported.ts:8:35");
  expect(output).toContain("thrown.mdx:9:32");
});

test("a good spec beside a broken one still passes", () => {
  expect(output).not.toContain("top-level.mdx > Passes beside");
  expect(output).toMatch(/Tests {2}\d+ failed \| 1 passed/);
});

test("a spec that asserts nothing fails, by its syntax and when it runs", () => {
  expect(placeOf("5:1 A spec asserts nothing: end it with expect(…)")).toBe("rules.mdx:5:1");
  expect(output).toMatch(/FAIL {2}\S+rules\.mdx > Holds an assertion that never runs/);
});

test("a spec that cannot be parsed fails with the place, and the page's other specs still run", () => {
  expect(placeOf("16:7 A spec cannot be parsed: Unexpected token")).toBe("rules.mdx:15:1");
  expect(output).toContain("> Holds an assertion that never runs");
});
