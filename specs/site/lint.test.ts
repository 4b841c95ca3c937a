import { execFile } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ROOT } from "../../tools/sources.ts";

/** One file for each rule that a folder keeps, which breaks it and no other. */
const VIOLATIONS: readonly { file: string; text: string; rule: string }[] = [
  pattern(
    "platform",
    'import { env } from "cloudflare:workers";\nexport const all = env;',
    "no-restricted-imports",
  ),
  pattern("node", 'import { join } from "node:path";\nexport const all = join;', "no-restricted-imports"),
  pattern("files", 'import { rm } from "node:fs/promises";\nexport const all = rm;', "no-restricted-imports"),
  pattern("hono", 'import { Hono } from "hono";\nexport const all = Hono;', "no-restricted-imports"),
  pattern("grove", 'import { app } from "#grove/app";\nexport const all = app;', "no-restricted-imports"),
  pattern(
    "other",
    'import { a } from "#implementations/loom";\nexport const all = a;',
    "no-restricted-imports",
  ),
  pattern("beside", 'import { a } from "../loom/index.ts";\nexport const all = a;', "no-restricted-imports"),
  pattern("clock", "export const all = Date.now();", "no-restricted-properties"),
  pattern("chance", "export const all = Math.random();", "no-restricted-properties"),
  pattern("noise", 'console.log("here");', "no-console"),
  pattern("timer", "setTimeout(() => undefined, 1);", "no-restricted-globals"),
  grove("objects/hono.ts", 'import { Hono } from "hono";\nexport const all = Hono;'),
  grove("objects/route.ts", 'import { posts } from "../routes/posts.ts";\nexport const all = posts;'),
  grove(
    "storage/object.ts",
    'import { TenantDO } from "../objects/tenant-do.ts";\nexport const all = TenantDO;',
  ),
  grove("contracts/route.ts", 'import { posts } from "../routes/posts.ts";\nexport const all = posts;'),
  grove(
    "routes/object.ts",
    'import { TenantDO } from "../objects/tenant-do.ts";\nexport const all = TenantDO;',
  ),
  grove(
    "middleware/object.ts",
    'import { TenantDO } from "#grove/objects/tenant-do";\nexport const all = TenantDO;',
  ),
  {
    file: "playground/threshold/view.ts",
    text: 'import { app } from "#grove/app";\nexport const all = app;',
    rule: "no-restricted-imports",
  },
  {
    file: "playground/threshold/model.ts",
    text: 'import { app } from "../../src/grove/app.ts";\nexport const all = app;',
    rule: "no-restricted-imports",
  },
  {
    file: "playground/kit/storage.ts",
    text: 'import { all } from "#grove/storage/posts";\nexport const one = all;',
    rule: "no-restricted-imports",
  },
  { file: "src/site/default.ts", text: "export default 1;", rule: "no-default-export" },
  { file: "src/site/anything.ts", text: "export const all: any = 1;", rule: "no-explicit-any" },
  { file: "src/site/certain.ts", text: "export const all = [1][0]!;", rule: "no-non-null-assertion" },
  { file: "src/site/BadName.ts", text: "export const all = 1;", rule: "filename-case" },
  {
    file: "src/site/long.ts",
    text: Array.from({ length: 251 }, (_, n) => `export const all${n} = 1;`).join("\n"),
    rule: "max-lines",
  },
];

const ALLOWED = "src/grove/routes/type.ts";

function pattern(name: string, text: string, rule: string): { file: string; text: string; rule: string } {
  return { file: `src/implementations/threshold/${name}.ts`, text, rule };
}

function grove(name: string, text: string): { file: string; text: string; rule: string } {
  return { file: `src/grove/${name}`, text, rule: "no-restricted-imports" };
}

let folder: string;
let found: ReadonlyMap<string, string>;

// A copy of the folders elsewhere: a violation planted in the repository itself could be left there by a crash.
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "grove-lint-"));
  copyFileSync(join(ROOT, ".oxlintrc.json"), join(folder, ".oxlintrc.json"));
  symlinkSync(join(ROOT, "node_modules"), join(folder, "node_modules"));
  plant(ALLOWED, 'import type { TenantDO } from "../objects/tenant-do.ts";\nexport type All = TenantDO;');
  for (const { file, text } of VIOLATIONS) plant(file, text);
  found = await lint();
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function plant(file: string, text: string): void {
  const path = join(folder, file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `${text}\n`);
}

/** The rules that each file breaks, as oxlint prints them. */
async function lint(): Promise<Map<string, string>> {
  const oxlint = join(ROOT, "node_modules/.bin/oxlint");
  const output = await new Promise<string>((resolve) => {
    execFile(oxlint, ["--format=unix", "src", "playground"], { cwd: folder }, (_, stdout) => resolve(stdout));
  });
  const rules = new Map<string, string>();
  for (const line of output.split("\n")) {
    const file = line.split(":")[0] ?? "";
    rules.set(file, `${rules.get(file) ?? ""} ${line}`);
  }
  return rules;
}

test.for(VIOLATIONS)("$rule is held for $file", ({ file, rule }) => {
  expect(found.get(file) ?? "nothing").toContain(rule);
});

test("a route may take the type of an object", () => {
  expect(found.has(ALLOWED)).toBe(false);
});
