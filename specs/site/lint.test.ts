import { execFile } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ROOT } from "../../tools/sources.ts";

/** What a folder may not import: the folder, then one specifier after another. */
const FOREIGN: Readonly<Record<string, readonly string[]>> = {
  "src/implementations/threshold": [
    "cloudflare:workers",
    "node:path",
    "node:fs/promises",
    "fs",
    "crypto",
    "hono",
    "zod",
    "miniflare",
    "#grove/app",
    "#implementations/loom",
    "../loom/index.ts",
    "./../loom/index.ts",
    "#specs/fixtures",
    "../../../specs/fixtures/index.ts",
  ],
  "src/implementations/threshold/window": [
    "hono",
    "#implementations/loom",
    "../../loom/index.ts",
    "./../../loom/index.ts",
    "../layers/../../loom/index.ts",
    "../../../grove/app.ts",
  ],
  "src/grove/contracts": [
    "../storage/posts.ts",
    "../app.ts",
    "../routes/posts.ts",
    "../tenancy/open-tenant.ts",
    "hono",
    "#specs/fixtures",
  ],
  "src/grove/storage": [
    "../tenancy/open-tenant.ts",
    "../tenancy/operator.ts",
    "../objects/tenant-do.ts",
    "../routes/posts.ts",
    "#grove/app",
    "hono",
    "node:fs",
  ],
  "src/grove/objects": [
    "hono",
    "../app.ts",
    "../views/home.tsx",
    "../routes/posts.ts",
    "../middleware/errors.ts",
    "#grove/middleware/errors",
    "../tenancy/operator.ts",
    "#playground/demos",
    "#specs/fixtures",
  ],
  "src/grove/views": ["../storage/posts.ts", "../objects/tenant-do.ts", "../app.ts", "#specs/fixtures"],
  "src/grove/routes": [
    "../objects/tenant-do.ts",
    "#grove/objects/tenant-do",
    "../tenancy/open-tenant.ts",
    "#grove/tenancy/operator",
    "../app.ts",
    "node:fs",
    "#specs/fixtures",
  ],
  "src/grove/tenancy": ["../routes/posts.ts", "../storage/posts.ts", "../objects/tenant-do.ts", "hono"],
  "src/grove/middleware": [
    "../tenancy/open-tenant.ts",
    "../tenancy/operator.ts",
    "../objects/tenant-do.ts",
    "../routes/posts.ts",
    "../app.ts",
    "#specs/fixtures",
  ],
  "src/grove": ["../site/marks.ts", "#playground/demos", "#specs/fixtures", "../../specs/fixtures/index.ts"],
  "src/site": ["#specs/fixtures", "../../specs/harness/census.ts", "#grove/app", "../grove/app.ts"],
  playground: ["cloudflare:workers", "node:fs", "#specs/fixtures", "../specs/fixtures/index.ts"],
  "playground/threshold": [
    "#grove/app",
    "../../src/grove/app.ts",
    "#grove/contracts/problem",
    "#grove/contracts/policies",
    "hono",
  ],
  seed: ["#specs/fixtures", "../specs/fixtures/index.ts"],
};

/** One line for each other rule, which breaks it and no other. */
const BROKEN: readonly { file: string; text: string; rule: string }[] = [
  pattern("clock", "Date.now()", "no-restricted-globals"),
  pattern("today", "new Date()", "no-restricted-globals"),
  pattern("around", "globalThis.Date.now()", "no-restricted-globals"),
  pattern("timing", "performance.now()", "no-restricted-globals"),
  pattern("id", "crypto.randomUUID()", "no-restricted-globals"),
  pattern("bytes", "crypto.getRandomValues(new Uint8Array(1))", "no-restricted-globals"),
  pattern("timer", "setTimeout(() => undefined, 1)", "no-restricted-globals"),
  pattern("required", 'require("node:fs")', "no-restricted-globals"),
  pattern("chance", "Math.random()", "no-restricted-properties"),
  pattern("noise", 'console.log("here")', "no-console"),
  pattern("late", 'import("node:fs")', "no-restricted-imports"),
  bare("src/grove/objects/env.ts", "env", "cloudflare:workers"),
  bare("src/grove/objects/unsealed.ts", "unseal", "../tenancy/sealed-env.ts"),
  bare("src/grove/routes/unsealed.ts", "unseal", "#grove/tenancy/sealed-env"),
  bare("src/grove/routes/entries.ts", "entriesOf", "../tenancy/directory.ts"),
  bare("src/grove/objects/directory.ts", "Directory", "../tenancy/directory.ts"),
  bare("src/grove/routes/admitted.ts", "Tenant", "#implementations/prism"),
  bare("src/grove/objects/opened.ts", "openDatabase", "#implementations/prism"),
  { file: taken("now"), text: "export const { now } = Date;", rule: "no-restricted-globals" },
  { file: taken("random"), text: "export const { random } = Math;", rule: "no-restricted-properties" },
  { file: taken("passed-on"), text: 'export { rm } from "node:fs";', rule: "no-restricted-imports" },
  {
    file: "src/components/Fixture.astro",
    text: '---\nimport { newTenant } from "#specs/fixtures";\nconst all = newTenant;\n---\n{all}',
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

/** Takes by name what may only be taken elsewhere. */
function bare(file: string, name: string, from: string): { file: string; text: string; rule: string } {
  return {
    file,
    text: `import { ${name} } from "${from}";\nexport const one = ${name};`,
    rule: "no-restricted-imports",
  };
}

const VIOLATIONS = [
  ...Object.entries(FOREIGN).flatMap(([folder, specifiers]) =>
    specifiers.map((from, n) => ({
      file: `${folder}/import-${n}.ts`,
      text: `import { all } from "${from}";\nexport const one = all;`,
      rule: "no-restricted-imports",
      what: `import from ${from}`,
    })),
  ),
  ...BROKEN.map((one) => ({ ...one, what: one.text.split("\n", 1)[0] })),
];

const ALLOWED: Readonly<Record<string, string>> = {
  "src/grove/routes/type.ts":
    'import type { TenantDO } from "../objects/tenant-do.ts";\nexport type All = TenantDO;',
  "playground/threshold/type.ts":
    'import type { Problem } from "#grove/contracts/problem";\nexport type All = Problem;',
  "playground/threshold/layers.ts":
    'import { tenantPolicy } from "#grove/contracts/policies";\nexport const all = tenantPolicy;',
  "src/implementations/threshold/beside.ts": 'import { a } from "./window.ts";\nexport const all = a;',
  "src/implementations/threshold/window/across.ts":
    'import { a } from "../layers/policy.ts";\nexport const all = a;',
  "src/implementations/threshold/types.ts": "export type Kept = readonly [SqlStorage, Date];",
  "src/implementations/threshold/clock.test.ts":
    'import { join } from "node:path";\nexport const all = [join, Date.now(), crypto.randomUUID()];',
  "tools/census.ts": 'import { all } from "../specs/harness/census.ts";\nexport const one = all;',
};

function taken(name: string): string {
  return `src/implementations/threshold/${name}.ts`;
}

function pattern(name: string, act: string, rule: string): { file: string; text: string; rule: string } {
  return { file: taken(name), text: `export const all = ${act};`, rule };
}

let folder: string;
let found: ReadonlyMap<string, string>;

// A copy of the folders elsewhere: a violation planted in the repository itself could be left there by a crash.
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "grove-lint-"));
  copyFileSync(join(ROOT, ".oxlintrc.json"), join(folder, ".oxlintrc.json"));
  symlinkSync(join(ROOT, "node_modules"), join(folder, "node_modules"));
  for (const [file, text] of Object.entries(ALLOWED)) plant(file, text);
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
    execFile(oxlint, ["--format=unix", "src", "playground", "seed", "tools"], { cwd: folder }, (_, stdout) =>
      resolve(stdout),
    );
  });
  const rules = new Map<string, string>();
  for (const line of output.split("\n")) {
    const file = line.split(":")[0] ?? "";
    rules.set(file, `${rules.get(file) ?? ""} ${line}`);
  }
  return rules;
}

test.for(VIOLATIONS)("$rule refuses in $file: $what", ({ file, rule }) => {
  expect(found.get(file) ?? "nothing").toContain(rule);
});

test.for(Object.keys(ALLOWED))("nothing is wrong with %s", (file) => {
  expect(found.get(file)).toBeUndefined();
});
