import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { openSql, type TenantSql } from "./sql.ts";
import { alice, bob, scoper, TABLE } from "./shares.model.ts";

/** Two tenants' shares of one object's tables. */
async function inObject(act: (ofAlice: TenantSql, ofBob: TenantSql) => void): Promise<void> {
  const object = env.ADDRESSES.getByName(`tables-${crypto.randomUUID()}`);
  await runInDurableObject(object, (_, { storage }) => {
    storage.sql.exec(TABLE);
    act(openSql(storage.sql, alice, scoper), openSql(storage.sql, bob, scoper));
  });
}

test("what one tenant writes to an object's tables, no other reads", async () => {
  await inObject((ofAlice, ofBob) => {
    ofAlice.exec("INSERT INTO things (id, size) VALUES (?, ?)", "a", 3);

    expect(ofAlice.exec("SELECT id, size FROM things").toArray()).toEqual([{ id: "a", size: 3 }]);
    expect(ofBob.exec("SELECT count(*) AS n FROM things").one()).toEqual({ n: 0 });
    expect(ofBob.exec("DELETE FROM things RETURNING id").toArray()).toEqual([]);
  });
});

test("a value too many is not taken for the tenant", async () => {
  await inObject((ofAlice) => {
    expect(() => ofAlice.exec("SELECT * FROM things", "bob")).toThrow("1 values are bound to 0 parameters");
  });
});

test("several statements at once are refused, and none of them is run", async () => {
  await inObject((ofAlice) => {
    expect(() => ofAlice.exec("INSERT INTO things (id) VALUES ('a'); SELECT * FROM things")).toThrow("Scope");
    expect(ofAlice.exec("SELECT id FROM things").toArray()).toEqual([]);
  });
});
