import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { listUnfinished } from "./unfinished.ts";

let root: string;

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), "grove-unfinished-"));
  const folder = join(root, "src/content/docs/patterns");
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "index.mdx"), "---\ntitle: All\n---\n");
  writeFileSync(join(folder, "loom.mdx"), "---\ntitle: Loom\npattern:\n  phase: 1\n---\n");
  writeFileSync(
    join(folder, "lantern.mdx"),
    "---\ntitle: Lantern\npattern:\n  phase: 2\n  toDo: [Draw it, Put it to work]\n---\n",
  );
});

afterAll(() => rmSync(root, { recursive: true, force: true }));

test("a draft is found, with each thing that it lacks", () => {
  expect(listUnfinished(root)).toEqual([
    "src/content/docs/patterns/lantern.mdx: Draw it",
    "src/content/docs/patterns/lantern.mdx: Put it to work",
  ]);
});
