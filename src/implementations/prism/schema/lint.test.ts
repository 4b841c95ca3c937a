import { env } from "cloudflare:workers";
import { runInDurableObject } from "cloudflare:test";
import { describe, expect, test } from "vitest";
import { lintSchema } from "./lint.ts";
import { readDefinitions } from "./read.ts";
import { readSchema } from "./read-schema.ts";
import { type SchemaOptions, toRules } from "./rules.ts";
import { CHANGES, VIEWS, VIRTUAL } from "../twins/changes.ts";
import { COLUMNS } from "../twins/columns.ts";
import { FOREIGN_KEYS, KEYS } from "../twins/keys.ts";
import { TRIGGERS } from "../twins/triggers.ts";
import type { Twins } from "../twins/twins.ts";

function lint(ddl: string, options: Partial<SchemaOptions> = {}) {
  return lintSchema(readDefinitions([ddl]), toRules({ column: "tenant_id", ...options }));
}

const rulesOf = (ddl: string, { options }: Twins): string[] => lint(ddl, options).map(({ rule }) => rule);

const TWINS: readonly Twins[] = [
  ...COLUMNS,
  ...KEYS,
  ...FOREIGN_KEYS,
  ...VIRTUAL,
  ...TRIGGERS,
  ...VIEWS,
  ...CHANGES,
];

describe.each(TWINS)("$what", (twins) => {
  test("is found, and gone when put right", () => {
    expect(rulesOf(twins.wrong, twins)).toContain(twins.rule);
    expect(lint(twins.right, twins.options)).toEqual([]);
  });

  test("both are schemas of SQLite's", async () => {
    for (const ddl of [twins.wrong, twins.right]) {
      const object = env.ADDRESSES.getByName(`lint-${crypto.randomUUID()}`);
      await runInDurableObject(object, (_, { storage }) => {
        expect(() => storage.sql.exec(ddl)).not.toThrow();
      });
    }
  });
});

const POSTS =
  "CREATE TABLE posts (tenant_id TEXT NOT NULL, id TEXT NOT NULL UNIQUE, PRIMARY KEY (tenant_id, id));";

test("a finding says where and what", () => {
  expect(lint(POSTS)).toEqual([
    { rule: "leading key", of: "posts", says: "the unique key does not lead with tenant_id" },
  ]);
});

test("a key is excused with a reason, by the name of its table or index in any case", () => {
  expect(lint(POSTS, { excused: { Posts: "ids are random" } })).toEqual([]);
});

test("what needs no excuse, and what is not there, is excused in vain", () => {
  const excused = { posts: "ids are random", by_name: "gone" };
  expect(lint(POSTS.replace("UNIQUE", ""), { excused })).toEqual(
    ["posts", "by_name"].map((of) => ({ rule: "excused in vain", of, says: "there is nothing to excuse" })),
  );
});

test("only keys are excused", () => {
  const ddl = "CREATE TABLE posts (tenant_id TEXT, id TEXT, PRIMARY KEY (id));";
  expect(lint(ddl, { excused: { posts: "why not" } })).toEqual([
    expect.objectContaining({ rule: "tenant column", of: "posts" }),
  ]);
});

test("a schema with findings is not read, and all of them are said", () => {
  const ddl = `${POSTS} CREATE VIEW v AS SELECT rowid FROM posts;`;
  expect(() => readSchema([ddl], { column: "tenant_id" })).toThrow(
    [
      "Read a schema: it does not keep its tenants apart",
      "posts: the unique key does not lead with tenant_id (leading key)",
      "v: it cannot be scoped: rowid counts the rows of all tenants (view)",
    ].join("\n"),
  );
});

test("what is read through a SELECT is to be one, and to be scoped", () => {
  const ddl = POSTS.replace("UNIQUE", "");
  const through = (select: string) => () =>
    readSchema([ddl], { column: "tenant_id", through: { v: select } });
  expect(through("DELETE FROM posts")).toThrow("Cannot make a schema: v is read through no SELECT");
  expect(through("SELECT * FROM users")).toThrow(
    "v: it cannot be scoped: there is no table users here (view)",
  );
  expect(through("SELECT id FROM posts")().get("v")).toMatchObject({ kind: "view" });
});

test("a view that a statement is not to name is as good as shared", () => {
  const ddl = `${POSTS.replace("UNIQUE", "")} CREATE TABLE users (id TEXT); CREATE VIEW everybody AS SELECT * FROM users;`;
  const schema = readSchema([ddl], { column: "tenant_id", shared: ["users", "everybody"] });
  expect([...schema.keys()]).toEqual(["posts"]);
});

test("what SQLite would not parse is not read", () => {
  expect(() => readDefinitions(["CREATE TABLE posts ("])).toThrow("Read a schema: ");
});
