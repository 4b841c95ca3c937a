import { env } from "cloudflare:workers";
import { beforeEach, expect, test } from "vitest";
import { openDatabase } from "./database.ts";
import { alice, bob, scoper, TABLE } from "./shares.model.ts";

const ofAlice = openDatabase(env.DB, alice, scoper);
const ofBob = openDatabase(env.DB, bob, scoper);
const ids = "SELECT id FROM things ORDER BY id";

beforeEach(async () => {
  await env.DB.batch([env.DB.prepare("DROP TABLE IF EXISTS things"), env.DB.prepare(TABLE)]);
  await ofBob.prepare("INSERT INTO things (id, size) VALUES ('b', 7)").run();
});

test("what one tenant writes, it reads again, and no other does", async () => {
  await ofAlice.prepare("INSERT INTO things (id) VALUES (?)").bind("a").run();

  expect((await ofAlice.prepare(ids).all()).results).toEqual([{ id: "a" }]);
  expect((await ofBob.prepare(ids).all()).results).toEqual([{ id: "b" }]);
  expect((await env.DB.prepare("SELECT tenant_id FROM things WHERE id = 'a'").first())?.["tenant_id"]).toBe(
    "alice",
  );
});

test("an id that another tenant has is free", async () => {
  await ofAlice.prepare("INSERT INTO things (id) VALUES ('b')").run();
  await ofAlice.prepare("INSERT OR REPLACE INTO things (id, size) VALUES ('b', 9)").run();

  expect(await ofBob.prepare("SELECT size FROM things WHERE id = 'b'").first("size")).toBe(7);
});

test.for<[string, unknown[]]>([
  ["SELECT * FROM things WHERE id = ?", ["b", "bob"]],
  ["SELECT * FROM things WHERE id = ?", []],
  ["SELECT * FROM things", ["bob"]],
])("%s is not run with %j", async ([sql, values]) => {
  await expect(
    ofAlice
      .prepare(sql)
      .bind(...values)
      .all(),
  ).rejects.toThrow("values are bound");
});

test("a batch is all or nothing, and takes what was prepared here", async () => {
  await ofAlice.batch([
    ofAlice.prepare("INSERT INTO things (id) VALUES (?)").bind("x"),
    ofAlice.prepare("UPDATE things SET size = size + 1"),
  ]);
  expect(await ofAlice.prepare("SELECT size FROM things").first("size")).toBe(2);
  const twice = [1, 2].map(() => ofAlice.prepare("INSERT INTO things (id) VALUES ('y')"));
  await expect(ofAlice.batch(twice)).rejects.toThrow("UNIQUE");
  expect(await ofAlice.prepare("SELECT count(*) AS n FROM things").first("n")).toBe(1);
});

test("a statement of another's, or of nobody's, is not run", async () => {
  await expect(ofAlice.batch([ofBob.prepare("DELETE FROM things")])).rejects.toThrow(
    "not prepared for this tenant",
  );
  await expect(ofAlice.batch([env.DB.prepare("DELETE FROM things")])).rejects.toThrow("not prepared");
  expect((await ofBob.prepare(ids).all()).results).toEqual([{ id: "b" }]);
});

test("a statement is run as often as it is asked for, each time with its own values", async () => {
  const add = ofAlice.prepare("INSERT INTO things (id) VALUES (?) RETURNING id");
  expect(await add.bind("1").first("id")).toBe("1");
  expect(await add.bind("2").raw()).toEqual([["2"]]);
});

test("an answer tells what it cost, and nothing of the whole database", async () => {
  const { meta } = await ofAlice.prepare("INSERT INTO things (id) VALUES ('a')").run();

  expect(meta).toMatchObject({ changes: 1, rows_written: 2 });
  expect(Object.keys(meta)).not.toEqual(expect.arrayContaining(["last_row_id"]));
  expect(Object.keys(meta)).not.toEqual(expect.arrayContaining(["size_after"]));
});

test("a query builder that prepares and batches needs no more", () => {
  expect(() => ofAlice.prepare("PRAGMA table_list")).toThrow("PragmaStmt");
  expect(() => ofAlice.prepare("SELECT name FROM sqlite_master")).toThrow(
    "there is no table sqlite_master here",
  );
});
