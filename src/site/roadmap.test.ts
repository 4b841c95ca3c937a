import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { listPatternSlugs } from "./roadmap.ts";

let root: string;

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), "grove-roadmap-"));
  const folder = join(root, "src/content/docs/patterns");
  mkdirSync(folder, { recursive: true });
  const pages = {
    index: "---\ntitle: All\n---\n",
    a: "---\ntitle: Last\npattern:\n  phase: 2\n  priority: high\n---\n",
    b: "---\ntitle: Zebra\npattern: { phase: 1, priority: medium }\n---\n",
    c: '---\ntitle: "Ant: one"\npattern:\n  phase: 1\n  priority: medium\n---\n',
    d: "---\ntitle: Urgent\npattern:\n  phase: 1\n  priority: high\n---\n",
    e: "---\ntitle: Unfinished\n---\n",
  };
  for (const [slug, text] of Object.entries(pages)) writeFileSync(join(folder, `${slug}.mdx`), text);
});

afterAll(() => rmSync(root, { recursive: true, force: true }));

test("patterns stand by phase, then priority, then title, and one that says neither comes last", () => {
  expect(listPatternSlugs(root)).toEqual(["d", "c", "b", "a", "e"]);
});
