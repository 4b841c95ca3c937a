import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { listUnfinished } from "./unfinished.ts";

const PAGES = {
  "index.mdx": "---\ntitle: All\n---\n\ntoDo: [This is text]\n",
  "patterns/loom.mdx": "---\ntitle: Loom\npattern:\n  phase: 1\n---\n",
  "patterns/lantern.mdx": "---\ntitle: Lantern\ntoDo: [Draw it, Put it to work]\n---\n",
  "catalogue/lease.md": "---\ntitle: Lease\ntoDo:\n  - Name two sources\n---\n",
};

let root: string;

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), "grove-unfinished-"));
  for (const [file, text] of Object.entries(PAGES)) {
    const path = join(root, "src/content/docs", file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
});

afterAll(() => rmSync(root, { recursive: true, force: true }));

test("a draft is found, with each thing that it lacks", () => {
  expect(listUnfinished(root)).toEqual([
    "src/content/docs/catalogue/lease.md: Name two sources",
    "src/content/docs/patterns/lantern.mdx: Draw it",
    "src/content/docs/patterns/lantern.mdx: Put it to work",
  ]);
});
