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

test("rows of D1 are as many as it says were written", async () => {
  await env.DB.exec("CREATE TABLE IF NOT EXISTS bill_rows (name TEXT NOT NULL)");
  const bill = createBill();
  const db = bill.database(env.DB);
  const insert = db.prepare("INSERT INTO bill_rows SELECT value FROM json_each(?1)");

  await db.batch([insert.bind('["a","b"]'), insert.bind('["c"]'), db.prepare("SELECT * FROM bill_rows")]);

  expect(bill.rows()).toBe(3);
});
