import { env } from "cloudflare:workers";
import { openTenant } from "#grove/tenancy/open-tenant";
import { createD1Sink } from "#implementations/loom";
import { newTenant } from "#specs/fixtures";
import { expect, test } from "vitest";

// A tenant's share of D1 adds to each statement: what just fits without it may not fit through it.

async function newShare() {
  const { id } = await newTenant();
  const { db, scope } = openTenant(env, id);
  return {
    scope,
    open: (sql: string, values: readonly (string | number)[]) =>
      createD1Sink(db, { pages: [{ sql, values }] }),
    written: async () => (await db.prepare("SELECT path, views FROM page_statistics").all()).results,
  };
}

const rows = new Map([["pages", [{ path: "/" }]]]);
const events = [{ place: 1, stream: "pages", body: null }];
const batch = { source: "a test", epoch: "first", after: 0, to: 1, events, rows, at: 0 };

function insert(views: string): string {
  return `INSERT INTO page_statistics (day, path, views, unique_views)
    SELECT ?2, value ->> 'path', ${views} AS views, 1 FROM json_each(?1)`;
}

test("through a tenant's share a statement takes ninety-eight values, and one more is refused when the sink is opened", async () => {
  const { open, written } = await newShare();
  const views = (count: number): string =>
    `coalesce(${Array.from({ length: count - 1 }, (_, i) => `?${i + 3}`).join()})`;
  const values = ["2026-01-31", ...Array.from({ length: 97 }, () => 7)];
  expect(() => open(insert(views(99)), [...values, 7])).toThrow("100 parameters, and the tenant is one more");

  expect(await open(insert(views(98)), values).write(batch)).toEqual({ kind: "written" });
  expect(await written()).toEqual([{ path: "/", views: 7 }]);
});

test("through a tenant's share a statement is as long as D1 takes it with the tenant, and longer it is refused at once", async () => {
  const { scope, open, written } = await newShare();
  const padded = (length: number): string => insert(`length('${"x".repeat(length)}')`);
  const most = 100_000 - scope(padded(0)).sql.length;
  expect(padded(most + 1).length).toBeLessThan(100_000);
  expect(() => open(padded(most + 1), ["2026-01-31"])).toThrow("it is too long, as it is scoped");

  expect(await open(padded(most), ["2026-01-31"]).write(batch)).toEqual({ kind: "written" });
  expect(await written()).toEqual([{ path: "/", views: most }]);
});
