import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { createSqlOutboxStore } from "../outbox/sql-outbox-store.ts";
import { createBill } from "./bill.ts";

const segment = { epoch: "one", events: ["[]"], at: 0, dueAt: 0 };

test("a row of the object's storage is one, written and written over, and so is each setting of its alarm", async () => {
  const rows = await runInDurableObject(env.ADDRESSES.getByName("bill"), async (_object, { storage }) => {
    const bill = createBill();
    const counted = bill.storage(storage);
    const store = createSqlOutboxStore(counted);
    // The first makes the tables.
    store.write({ ...segment, slot: 0, first: 1 });
    const seen = [bill.rows()];
    const note = (): number => seen.push(bill.rows());
    store.write({ ...segment, slot: 1, first: 2 });
    note();
    store.write({ ...segment, slot: 1, first: 3 });
    note();
    store.load();
    note();
    await counted.setAlarm(Date.now() + 60_000);
    note();
    await storage.deleteAll();
    return seen;
  });
  const [made = 0] = rows;

  expect(made).toBeGreaterThan(1);
  expect(rows.map((count) => count - made)).toEqual([0, 1, 2, 2, 3]);
});

test.for([
  "INSERT INTO made SELECT value, 0 FROM json_each(?) RETURNING n",
  "INSERT INTO made SELECT value, 0 FROM json_each(?) WHERE true ON CONFLICT DO UPDATE SET seen = 1 RETURNING n",
  "UPDATE made SET n = n + 100, seen = json_array_length(?) RETURNING n",
  "DELETE FROM made WHERE n IN (SELECT value FROM json_each(?)) RETURNING n",
])("what gives rows back is billed whole, however few of them are read: %s", async (query) => {
  const numbers = JSON.stringify(Array.from({ length: 50 }, (_, i) => i + 25));
  const object = env.ADDRESSES.getByName(`bill-${crypto.randomUUID()}`);
  const [billed, written] = await runInDurableObject(object, (_object, { storage }) => {
    const make = (): void => {
      storage.sql.exec("DROP TABLE IF EXISTS made");
      storage.sql.exec("CREATE TABLE made (n INTEGER NOT NULL, seen INTEGER NOT NULL)");
      storage.sql.exec("CREATE UNIQUE INDEX made_n ON made (n)");
      const isNew = query.includes("SELECT value, 0") && !query.includes("CONFLICT");
      if (!isNew) storage.sql.exec("INSERT INTO made SELECT value - 25, 0 FROM json_each(?)", numbers);
    };
    make();
    const bill = createBill();
    const [first] = bill.storage(storage).sql.exec(query, numbers);
    expect(first).toBeDefined();
    make();
    const cursor = storage.sql.exec(query, numbers);
    cursor.toArray();
    return [bill.rows(), cursor.rowsWritten];
  });

  expect(billed).toBe(written);
  expect(billed).toBeGreaterThan(20);
});

test("rows of D1 are as many as it says were written", async () => {
  await env.DB.exec("CREATE TABLE IF NOT EXISTS bill_rows (name TEXT NOT NULL)");
  const bill = createBill();
  const db = bill.database(env.DB);
  const insert = db.prepare("INSERT INTO bill_rows SELECT value FROM json_each(?1)");

  await db.batch([insert.bind('["a","b"]'), insert.bind('["c"]'), db.prepare("SELECT * FROM bill_rows")]);

  expect(bill.rows()).toBe(3);
});
