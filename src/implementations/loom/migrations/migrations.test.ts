import { env } from "cloudflare:workers";
import { runInDurableObject } from "cloudflare:test";
import { expect, test } from "vitest";
import { evict } from "#specs/fixtures";
import { createTables } from "./migrations.ts";

const FIRST = "CREATE TABLE things (name TEXT NOT NULL) STRICT";
const SECOND = "ALTER TABLE things ADD COLUMN size INTEGER NOT NULL DEFAULT 7";

function newObject() {
  return env.ADDRESSES.getByName(`tables-${crypto.randomUUID()}`);
}

test("makes nothing for who keeps nothing", async () => {
  await runInDurableObject(newObject(), (_, { storage }) => {
    expect(createTables(storage, "things", [FIRST]).isMade()).toBe(false);
    expect(storage.sql.exec("SELECT name FROM sqlite_schema WHERE name LIKE 'loom%'").toArray()).toEqual([]);
  });
});

test("an object that slept through a step takes it at its next life, and keeps its rows", async () => {
  const object = newObject();
  await runInDurableObject(object, (_, { storage }) => {
    createTables(storage, "things", [FIRST]).make();
    storage.sql.exec("INSERT INTO things VALUES ('old')");
  });
  await evict(object);
  await runInDurableObject(object, (_, { storage }) => {
    const tables = createTables(storage, "things", [FIRST, SECOND]);
    tables.make();
    tables.make();

    expect(tables.isMade()).toBe(true);
    expect(storage.sql.exec("SELECT * FROM things").toArray()).toEqual([{ name: "old", size: 7 }]);
  });
});

test("a step that fails undoes those before it, and the next try takes them all", async () => {
  await runInDurableObject(newObject(), (_, { storage }) => {
    const tables = createTables(storage, "things", [FIRST, "CREATE TABLE oops ("]);

    expect(() => tables.make()).toThrow("incomplete input");
    expect(tables.isMade()).toBe(false);
    expect(createTables(storage, "things", [FIRST, SECOND]).isMade()).toBe(false);
  });
});

test("tables that were made in a transaction that was undone are made again", async () => {
  await runInDurableObject(newObject(), (_, { storage }) => {
    const tables = createTables(storage, "things", [FIRST]);
    const undone = () =>
      storage.transactionSync(() => {
        tables.make();
        throw new Error("undone");
      });

    expect(undone).toThrow("undone");
    expect(tables.isMade()).toBe(false);
    tables.make();
    expect(tables.isMade()).toBe(true);
  });
});

test("tables that were made are not looked for again once the turn that made them is over", async () => {
  await runInDurableObject(newObject(), async (_, { storage }) => {
    const asked: string[] = [];
    const tables = createTables(
      {
        sql: {
          exec: (query, ...values) => {
            asked.push(query);
            return storage.sql.exec(query, ...values);
          },
        },
        transactionSync: (act) => storage.transactionSync(act),
      },
      "things",
      [FIRST],
    );
    tables.make();
    await Promise.resolve();
    tables.make();
    const askedByThen = asked.length;
    tables.make();

    expect(tables.isMade()).toBe(true);
    expect(asked.length).toBe(askedByThen);
  });
});

test("a step that was edited is noticed, one that a newer deploy has added is left alone", async () => {
  await runInDurableObject(newObject(), (_, { storage }) => {
    createTables(storage, "things", [FIRST, SECOND]).make();

    expect(createTables(storage, "things", [FIRST]).isMade()).toBe(true);
    expect(() => createTables(storage, "things", [`${FIRST}, WITHOUT ROWID`, SECOND]).isMade()).toThrow(
      "Cannot migrate things: step 1 has changed since it was applied",
    );
  });
});

test("two components of one object keep their steps apart", async () => {
  await runInDurableObject(newObject(), (_, { storage }) => {
    createTables(storage, "things", [FIRST]).make();
    const others = createTables(storage, "others", ["CREATE TABLE others (name TEXT)"]);

    expect(others.isMade()).toBe(false);
    others.make();
    expect(storage.sql.exec("SELECT component, step FROM loom_steps").toArray()).toEqual([
      { component: "others", step: 1 },
      { component: "things", step: 1 },
    ]);
  });
});
