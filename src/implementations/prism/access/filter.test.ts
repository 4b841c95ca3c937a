import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import fc from "fast-check";
import { expect, test } from "vitest";
import { decide } from "./decide.ts";
import { filterFor } from "./filter.ts";
import { type Actor, ANYBODY, STANDINGS } from "./roles.ts";
import { type Action, ACTIONS, type Row } from "./table.ts";

const SEED = 20_261_129;

// Every resource's owner column, so that one table serves all actions.
const TABLE = `
  CREATE TABLE IF NOT EXISTS things (
    number INTEGER NOT NULL,
    author_id TEXT NOT NULL,
    uploader_id TEXT NOT NULL,
    user_id TEXT NOT NULL,
    status TEXT NOT NULL,
    published_at INTEGER
  ) STRICT`;

/** Runs a test over the SQLite of an object that nobody else has. */
async function withSql(act: (sql: SqlStorage) => void): Promise<void> {
  const object = env.ADDRESSES.getByName(`filters-${crypto.randomUUID()}`);
  await runInDurableObject(object, (_, { storage }) => act(storage.sql));
}

function fill(sql: SqlStorage, rows: readonly Row[]): void {
  sql.exec(TABLE);
  sql.exec("DELETE FROM things");
  for (const [i, { ownerId, status = "", publishedAt = null }] of rows.entries()) {
    sql.exec("INSERT INTO things VALUES (?1, ?2, ?2, ?2, ?3, ?4)", i, ownerId, status, publishedAt);
  }
}

function found(sql: SqlStorage, actor: Actor, action: Action): number[] {
  const filter = filterFor(actor, action);
  // With something before it and after it, as in a query: the parentheses must hold.
  const query = `SELECT number FROM things WHERE number >= ? AND ${filter.sql} AND number < ? ORDER BY number`;
  return [...sql.exec<{ number: number }>(query, 0, ...filter.values, 1_000)].map(({ number }) => number);
}

function decided(rows: readonly Row[], actor: Actor, action: Action): number[] {
  return rows.flatMap((row, i) => (decide(actor, action, row).kind === "allowed" ? [i] : []));
}

function actorOf(standing: (typeof STANDINGS)[number], userId: string, at: number): Actor {
  return standing === ANYBODY ? { standing, at } : { standing, userId, at };
}

test("SQLite finds exactly the rows that are allowed: every role, action and kind of row", async () => {
  const now = 1_000_000;
  const rows: Row[] = ["me", "you", "ME", ""].flatMap((ownerId) =>
    ["draft", "published", "archived"].flatMap((status) =>
      [null, 0, now, now + 1].map((publishedAt) => ({ ownerId, status, publishedAt })),
    ),
  );
  await withSql((sql) => {
    fill(sql, rows);
    const pairs = STANDINGS.flatMap((standing) =>
      ACTIONS.map((action) => ({ actor: actorOf(standing, "me", now), action })),
    );
    const apart = pairs.filter(
      ({ actor, action }) =>
        JSON.stringify(found(sql, actor, action)) !== JSON.stringify(decided(rows, actor, action)),
    );

    expect(rows).toHaveLength(48);
    expect(pairs).toHaveLength(96);
    expect(apart).toEqual([]);
  });
});

test(`SQLite and the decision agree on rows that nobody thought of (seed ${SEED})`, async () => {
  // Ids that are text of Unicode, quotes and wildcards among it; half of a pair has no UTF-8 and is no id.
  const id = fc.oneof(
    fc.constantFrom("me", "you", "me'", '"me"', "%", "?", "1", "1.0", "me "),
    fc.string({ unit: "grapheme", maxLength: 6 }),
  );
  const time = fc.oneof(fc.integer({ min: 0, max: 3 }), fc.maxSafeNat());
  const row = fc.record({
    ownerId: id,
    status: fc.oneof(fc.constantFrom("draft", "published", "archived", "PUBLISHED", "published "), id),
    publishedAt: fc.option(time),
  });
  const world = fc.record({
    rows: fc.array(row, { maxLength: 12 }),
    actor: fc
      .tuple(fc.constantFrom(...STANDINGS), id, time)
      .map(([standing, ...rest]) => actorOf(standing, ...rest)),
    action: fc.constantFrom(...ACTIONS),
  });
  await withSql((sql) => {
    fc.assert(
      fc.property(world, ({ rows, actor, action }) => {
        fill(sql, rows);
        expect(found(sql, actor, action)).toEqual(decided(rows, actor, action));
      }),
      { numRuns: 2_000, seed: SEED },
    );
  });
});
