import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { WINDOW_STORE_CONTRACT } from "./window-store.contract.ts";
import { createMemoryWindowStore, createSqlWindowStore } from "./window-store.ts";

test.each(WINDOW_STORE_CONTRACT)("in memory it $title", ({ act, said }) => {
  expect(act(createMemoryWindowStore())).toEqual(said);
});

test.each(WINDOW_STORE_CONTRACT)("in an object's storage it $title", async ({ title, act, said }) => {
  const object = env.TENANTS.getByName(`tenant:window store ${title.length} ${title}`);
  const answer = await runInDurableObject(object, (_, { storage }) => act(createSqlWindowStore(storage.sql)));

  expect(answer).toEqual(said);
});

test("an object's storage has what another store over it saved, at one row written a time", async () => {
  const object = env.TENANTS.getByName("tenant:window store rows");
  const answer = await runInDurableObject(object, (_, { storage }) => {
    const { sql } = storage;
    createSqlWindowStore(sql).save("ada", { latest: 5, admissions: [[5, 1]] }, 100);
    let written = 0;
    const counted = {
      exec(query: string, ...values: (string | number)[]) {
        const cursor = sql.exec(query, ...values);
        const rows = cursor.toArray();
        written += cursor.rowsWritten;
        return rows;
      },
    };
    const store = createSqlWindowStore(counted);
    const found = store.load("ada");
    written = 0;
    store.save("ada", { latest: 6, admissions: [[6, 1]] }, 100);
    return { found, written };
  });

  expect(answer).toEqual({ found: { latest: 5, admissions: [[5, 1]] }, written: 1 });
});
