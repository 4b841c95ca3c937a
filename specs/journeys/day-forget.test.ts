import { runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { dayOf, endOf } from "#grove/contracts/statistics";
import { AnalyticsDO } from "#grove/objects/analytics-do";
import { LookedAfter } from "#grove/objects/looked-after";
import { readDay } from "#grove/storage/statistics";
import { openTenant } from "#grove/tenancy/open-tenant";
import { clock, evict, newTenant } from "#specs/fixtures";
import { expect, test, vi } from "vitest";

/** More than an outbox holds. */
const PAGES = 10_500;

/** D1 that keeps the answer to every batch until it is let go, and then has written none. */
function losingD1(real: D1Database) {
  const asked = Promise.withResolvers<undefined>();
  const held = Promise.withResolvers<undefined>();
  const batch = async (): Promise<never> => {
    asked.resolve(undefined);
    await held.promise;
    throw new Error("D1_ERROR: Network connection lost.");
  };
  const db = { prepare: (sql: string) => real.prepare(sql), batch } as unknown as D1Database;
  return { db, asked: asked.promise, lose: () => held.resolve(undefined) };
}

/** A day of a blog, in an object of its own, which is over. */
async function newDay() {
  // Not in the past, where the platform would find the object's alarms overdue.
  const now = endOf(dayOf(Date.now()));
  clock.set(now);
  const day = dayOf(now - 1);
  const tenant = openTenant(env, (await newTenant()).id);
  const object = tenant.analytics(day);
  const { db, asked, lose } = losingD1(env.DB);
  const viewsOf = (pages: number, epoch: string) => ({
    source: "a test",
    epoch,
    events: Array.from({ length: pages }, (_, i) => ({
      place: i + 1,
      stream: "events",
      body: { kind: "view", path: `/posts/${i}`, at: now - 1 },
    })),
  });
  const inside = async <Result>(
    act: (day: AnalyticsDO, ctx: DurableObjectState) => Promise<Result>,
  ): Promise<Result> =>
    await runInDurableObject(
      object,
      async (_, ctx) => await act(new AnalyticsDO(ctx, { ...env, DB: db } as Env), ctx),
    );
  return {
    object,
    viewsOf,
    inside,
    /** Forgets the day while D1 has yet to answer what was begun, and tells how that ends when D1 has lost it. */
    forgetWhile: async (begin: (day: AnalyticsDO) => Promise<void>[], around: Around = {}) =>
      await inside(async (forgotten) => {
        forgotten.recordEvents(viewsOf(PAGES, "first"));
        const begun = begin(forgotten);
        await asked;
        around.before?.(forgotten);
        await forgotten.forget();
        await around.after?.(forgotten);
        lose();
        return (await Promise.allSettled(begun)).map(({ status }) => status);
      }),
    /** What D1 has of the day when the object, in a new life, has done all that was left to it. */
    written: async () => {
      await evict(object);
      for (let alarm = 0; alarm < 3; alarm++) await runDurableObjectAlarm(object);
      const pages = await tenant.db.prepare("SELECT count(*) AS pages FROM page_statistics").first("pages");
      return { day: await readDay(tenant.db, day), pages };
    },
  };
}

/** What happens right before a day is forgotten, and right after. */
interface Around {
  readonly before?: (day: AnalyticsDO) => void;
  readonly after?: (day: AnalyticsDO) => Promise<void>;
}

test("a day that is forgotten while it is being written down leaves nothing to what comes after", async () => {
  const { forgetWhile, written } = await newDay();
  await forgetWhile((day) => [day.finalize()]);

  expect(await written()).toEqual({ day: undefined, pages: 0 });
});

test("a day that was to be written down once more when it was forgotten is not", async () => {
  const { object, forgetWhile, written } = await newDay();
  await forgetWhile((day) => [day.finalize(), day.finalize()]);

  expect(await written()).toEqual({ day: undefined, pages: 0 });
  const tables = await runInDurableObject(object, (_, { storage: { sql } }) =>
    sql.exec("SELECT name FROM sqlite_schema WHERE name NOT LIKE '\\_cf%' ESCAPE '\\'").toArray(),
  );
  expect(tables).toEqual([]);
});

test("a timer that came due as its day was forgotten does nothing", async () => {
  const { forgetWhile, viewsOf, written } = await newDay();
  const before = (day: AnalyticsDO): void => day.recordEvents(viewsOf(1, "second"));

  expect(await forgetWhile((day) => [day.alarm()], { before })).toEqual(["fulfilled"]);
  expect(await written()).toEqual({ day: undefined, pages: 0 });
});

test("what has come since a day was forgotten is written down without waiting for what was under way", async () => {
  const { forgetWhile, viewsOf, written } = await newDay();
  const after = async (day: AnalyticsDO): Promise<void> => {
    day.recordEvents(viewsOf(2, "second"));
    await day.finalize();
  };
  await forgetWhile((day) => [day.finalize()], { after });

  expect(await written()).toMatchObject({ day: { pageViews: 2 }, pages: 2 });
});

test("a day that cannot be forgotten goes on with all that it has", async () => {
  const { inside, viewsOf, written } = await newDay();
  await inside(async (day, { storage }) => {
    day.recordEvents(viewsOf(2, "first"));
    vi.spyOn(storage, "deleteAll").mockRejectedValueOnce(new Error("the disk is full"));
    await expect(day.forget()).rejects.toThrow("the disk is full");
    day.recordEvents(viewsOf(3, "second"));
  });

  expect(await written()).toMatchObject({ day: { pageViews: 5 }, pages: 3 });
});

test("what all objects have in common gives their callers the letters, and nothing else to call", () => {
  const methods = Object.getOwnPropertyNames(LookedAfter.prototype).filter((name) => name !== "constructor");

  expect(methods).toEqual(["listLetters", "replayLetter", "discardLetter"]);
});
