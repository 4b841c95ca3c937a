import { expect, test } from "vitest";
import { WRITES } from "../../src/grove/contracts/writes.ts";
import type { WritePolicy } from "../../src/implementations/loom/index.ts";
import { listRepositoryFiles, readRepositoryFile } from "./repository.ts";

const grove = listRepositoryFiles()
  .filter((file) => /^src\/grove\/.*(?<!\.test)\.tsx?$/.test(file))
  .map((file) => ({ file, text: readRepositoryFile(file) }));

/** What a statement that changes something changes. */
const CHANGED =
  /\b(?:(?:INSERT(?:\s+OR\s+\w+)?|REPLACE)\s+INTO|DELETE\s+FROM|UPDATE(?:\s+OR\s+\w+)?(?=\s+\S+(?:\s+AS\s+\w+)?\s+SET\b))\s+([^\s`"]+)/gi;

const statements = grove.flatMap(({ file, text }) =>
  Array.from(text.matchAll(CHANGED), ([, table = ""]) => ({ file, text, table })),
);
const inDatabase = statements.filter(({ file }) => file.startsWith("src/grove/storage/"));
const policies: readonly (readonly [name: string, policy: WritePolicy])[] = Object.entries(WRITES);
const deferred = policies.flatMap(([name, { kind }]) => (kind === "deferred" ? [name] : []));

/** What is written to beside the tables, where a part of Grove does so. */
const BESIDE_TABLES = { files: /\bfiles\.(?:put|delete)\(/, statements: /\bprepare\(sql\)/ };

test("every statement that changes something says what", () => {
  expect(statements.length).toBeGreaterThan(30);
  expect(statements.filter(({ table }) => !/^\w+$/.test(table))).toEqual([]);
});

test("what Grove writes to has a policy, and what has a policy is written to", () => {
  const beside = Object.entries(BESIDE_TABLES)
    .filter(([, write]) => grove.some(({ text }) => write.test(text)))
    .map(([name]) => name);
  const written = new Set([...inDatabase.map(({ table }) => table), ...beside]);

  expect(policies.map(([name]) => name).toSorted()).toEqual([...written].toSorted());
});

test("only storage writes to the database: an object changes the tables that it makes itself", () => {
  const elsewhere = statements.filter(({ file }) => !file.startsWith("src/grove/storage/"));
  const foreign = elsewhere.filter(
    ({ text, table }) => !new RegExp(`CREATE TABLE (?:IF NOT EXISTS )?${table} \\(`).test(text),
  );

  expect(elsewhere.length).toBeGreaterThan(10);
  expect(foreign.map(({ file, table }) => `${file} ${table}`)).toEqual([]);
});

test("Grove has nothing else to write to", () => {
  const bound = readRepositoryFile("wrangler.toml").matchAll(/^\[\[([\w.]+)\]\]$/gm);
  const kinds = new Set(Array.from(bound, ([, kind]) => kind));

  expect([...kinds]).toEqual(["d1_databases", "r2_buckets", "durable_objects.bindings", "migrations"]);
});

test.for(deferred)("what is deferred is carried by an outbox, and nothing else runs it: %s", (table) => {
  const own = inDatabase.filter((statement) => statement.table === table);
  for (const { text } of own) {
    const constants = Array.from(text.matchAll(/const (\w+) =\s*`([^`]*)`/g));
    const [, name] = constants.find(([, , sql = ""]) => [...sql.matchAll(CHANGED)][0]?.[1] === table) ?? [];

    expect(text).toContain(`{ sql: ${name}, `);
    expect(text).not.toMatch(new RegExp(`\\b(?:prepare|exec)\\(${name}\\b`));
  }
  expect(own.length).toBeGreaterThan(0);
  expect(grove.some(({ file, text }) => /\/objects\//.test(file) && text.includes(`(WRITES.${table}`))).toBe(
    true,
  );
});
