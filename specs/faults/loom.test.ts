import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { OutboxState } from "#grove/contracts/outbox";
import {
  addEvents,
  arrivalsOf,
  commentsOn,
  type EventWork,
  type Fate,
  postOf,
  settleEvents,
} from "./arrivals.ts";
import { makeSandbox } from "./counts.ts";
import { FLUSH_MS } from "./flush-ms.ts";
import { type Life, startLife } from "./life.ts";
import type { Moment, TimersReport } from "./objects.ts";
import { makePlace, type Place } from "./place.ts";
import { keepDatabase, keepObject, type Kept } from "./set-back.ts";
import { weather } from "./storm.ts";

const KILLS = Number(process.env["VITE_LOOM_KILLS"] ?? 10);
const SEED = Number(process.env["VITE_FAULTS_SEED"] ?? 20_261_129);
const TIMERS = Number(process.env["VITE_LOOM_TIMERS"] ?? 10_000);

const PER_LIFE = 200;
const ANSWERS = 500;
const ARRIVES_WITHIN_MS = 20_000;

/** How long Grove lets a comment wait, and some more. */
const COMMENTED_WITHIN_MS = 45_000;

let place: Place;
let life: Life;
let tenantId: string;
let works: Record<"loomed" | "comments" | "buffered" | "bufferedLong", EventWork>;
/** Flushes that the kills of the storm have cut between D1's commit and the object's note of it, as chance would have it. */
let cut = 0;

beforeAll(
  async () => {
    place = await makePlace();
    life = await startLife(place);
    await life.query("CREATE TABLE arrivals (source TEXT NOT NULL, event TEXT NOT NULL)");
    await life.query("CREATE TABLE meetings (source TEXT NOT NULL)");
    tenantId = (await makeSandbox(life)).id;
    works = {
      loomed: arrivalsOf("LOOMED", { perLife: PER_LIFE }),
      comments: commentsOn(tenantId, { perLife: PER_LIFE }),
      buffered: arrivalsOf("BUFFERED", { perLife: PER_LIFE, args: [FLUSH_MS] }),
      bufferedLong: arrivalsOf("BUFFERED", { perLife: PER_LIFE, args: [100 * FLUSH_MS] }),
    };
    const storm = { kills: KILLS, seed: SEED, works: Object.values(works), answers: ANSWERS };
    life = await weather(place, life, storm);
  },
  120_000 + 30_000 * KILLS,
);

afterAll(async () => {
  await life?.kill();
  place?.remove();
  console.log(
    `faults: ${KILLS} kills (SIGKILL) at random, seed ${SEED}, ${cut} of them between D1's commit and the object's; 2 aimed at a flush`,
  );
});

async function settle(name: keyof typeof works, withinMs = ARRIVES_WITHIN_MS): Promise<Fate> {
  const fate = await works[name].settle(life, withinMs);
  const { acknowledged, lost, twice, unheard } = fate;
  console.log(
    `faults: ${name}, ${acknowledged} acknowledged, ${lost} lost, ${twice} twice, ${unheard} unheard`,
  );
  return fate;
}

/** Flushes of these objects that found in D1 what their object did not know to be there. */
async function countMeetings(sources: string): Promise<number> {
  const rows = await life.query(`SELECT source FROM meetings WHERE source LIKE '${sources}'`);
  return (rows as unknown[]).length;
}

test("what Loom has acknowledged is in D1 once, by the alarms of its objects alone", async () => {
  const { acknowledged, lost, twice } = await settle("loomed");
  cut = await countMeetings("LOOMED%");

  expect(acknowledged).toBeGreaterThan(KILLS);
  expect({ lost, twice }).toEqual({ lost: 0, twice: 0 });
});

test("the same kills take from a buffer in memory what it has acknowledged", async () => {
  const short = await settle("buffered", 1_000);
  const long = await settle("bufferedLong", 1_000);

  expect(short.arrived).toBeGreaterThan(0);
  // The control: a harness that could not show a loss would find none above either.
  expect(long.lost).toBeGreaterThan(KILLS);
});

test(`${TIMERS} timers of one object: a kill in their middle strands none`, { timeout: 60_000 }, async () => {
  const call = async (method: string, ...args: unknown[]) =>
    await life.call({ binding: "TIMED", name: "timers", method, args });
  await call("setTimers", TIMERS, { afterMs: 1_000, overMs: 2_000 });
  await pause(2_000);
  const before = (await call("report")) as TimersReport;
  await life.kill();
  life = await startLife(place);
  // Nobody asks the object for anything until its alarm has had its time.
  await pause(4_000);
  const after = (await call("report")) as TimersReport;

  console.log(`faults: timers, ${before.done} done before the kill, ${after.done} after it`);
  expect(before.done).toBeGreaterThan(0);
  expect(before.done).toBeLessThan(TIMERS);
  expect(after).toMatchObject({ done: TIMERS, left: 0 });
});

/** Ends the Worker, does something to what it has stored, and starts it again. */
async function restart(meanwhile: () => void): Promise<void> {
  await life.kill();
  meanwhile();
  life = await startLife(place);
}

// Chance may spare every flush of a short run, so that these are hit on purpose.
test.for<[Moment, number]>([
  ["before", 0],
  ["after", 1],
])(
  "a kill in a flush, %s D1 has committed: nothing is lost, and nothing comes twice",
  async ([moment, flushes]) => {
    const name = `cut ${moment}`;
    const call = async (method: string, ...args: unknown[]) =>
      await life.call({ binding: "LOOMED", name, method, args });
    await call("stopAt", moment);
    const events = await addEvents(life, name, 5);
    await call("untilStopped");
    const inD1 = await life.query(
      `SELECT count(DISTINCT source) AS flushes FROM arrivals WHERE source = '${name}'`,
    );
    await restart(() => undefined);

    // It can only arrive with the flush that takes up what was cut.
    const all = [...events, ...(await addEvents(life, name, 1))];

    const fate = await settleEvents(life, name, { events: all, withinMs: ARRIVES_WITHIN_MS });

    // The flush was cut where it was meant to be: D1 had committed it or not, and the object did not know.
    expect(inD1).toEqual([{ flushes }]);
    expect(await countMeetings(name)).toBe(flushes);
    expect(fate).toMatchObject({ acknowledged: 6, arrived: 6, lost: 0, twice: 0 });
  },
);

test("an object that was set back drops nothing that is fresh, and writes nothing twice", async () => {
  const settleAll = async (events: readonly string[]) =>
    await settleEvents(life, "set back", { events, withinMs: ARRIVES_WITHIN_MS });
  let kept: Kept | undefined;
  const old = await addEvents(life, "set back", 8);
  const id = await life.call({ binding: "LOOMED", name: "set back", method: "fileName", args: [] });
  // All of them are still on their way, so what is set back has yet to flush what D1 will have had for long.
  await restart(() => (kept = keepObject(place, "LoomedDO", String(id))));
  const gone = await addEvents(life, "set back", 30);
  await settleAll([...old, ...gone]);
  await restart(() => kept?.putBack());
  const fresh = await addEvents(life, "set back", 30);

  expect(await settleAll([...old, ...gone, ...fresh])).toMatchObject({ acknowledged: 68, lost: 0, twice: 0 });
});

test("a comment that Grove has acknowledged is in D1 once, by its alarm alone", async () => {
  const { acknowledged, lost, twice } = await settle("comments", COMMENTED_WITHIN_MS);
  const asked = { binding: "POSTS" as const, name: postOf(tenantId), method: "getOutbox", args: [] };
  const { letters } = (await life.call(asked)) as OutboxState;

  expect(acknowledged).toBeGreaterThan(KILLS);
  // The table has a key: a comment that came twice would be set aside, and not stand there twice.
  expect({ lost, twice, letters }).toEqual({ lost: 0, twice: 0, letters: [] });
});

// The last, because it sets back what the others have written too.
test("what D1 has lost, because it was set back, is flushed again as far as it is held", async () => {
  const settleAll = async (events: readonly string[]) =>
    await settleEvents(life, "ahead", { events, withinMs: ARRIVES_WITHIN_MS });
  let kept: Kept | undefined;
  const before = await addEvents(life, "ahead", 12);
  await settleAll(before);
  await restart(() => (kept = keepDatabase(place)));
  // Four rows that are flushed and three that wait are fewer than the twelve slots that are free to be written over.
  const flushed = await addEvents(life, "ahead", 4);
  await settleAll(flushed);
  const waiting = await addEvents(life, "ahead", 3);
  await restart(() => kept?.putBack());

  expect(await settleAll([...before, ...flushed, ...waiting])).toMatchObject({
    acknowledged: 19,
    lost: 0,
    twice: 0,
  });
});
