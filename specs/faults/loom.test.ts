import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ROOT } from "#tools/sources";
import { arrivalsOf, commentsOn, type EventWork, type Fate } from "./arrivals.ts";
import { makeSandbox } from "./counts.ts";
import { type Life, startLife } from "./life.ts";
import type { TimersReport } from "./objects.ts";
import { makePlace, type Place } from "./place.ts";
import { weather } from "./storm.ts";

const KILLS = Number(process.env["VITE_LOOM_KILLS"] ?? 10);
const SEED = Number(process.env["VITE_FAULTS_SEED"] ?? 20_261_129);
const TIMERS = Number(process.env["VITE_LOOM_TIMERS"] ?? 10_000);

const PER_LIFE = 200;
const ARRIVES_WITHIN_MS = 30_000;

let place: Place;
let life: Life;
let works: Record<"loomed" | "comments" | "buffered 300 ms" | "buffered 30 s", EventWork>;
const fates: Record<string, Fate> = {};

beforeAll(
  async () => {
    place = await makePlace();
    life = await startLife(place);
    await life.query("CREATE TABLE arrivals (source TEXT NOT NULL, event TEXT NOT NULL)");
    const { id } = await makeSandbox(life);
    works = {
      loomed: arrivalsOf("LOOMED", { perLife: PER_LIFE, name: "loomed" }),
      "buffered 300 ms": arrivalsOf("BUFFERED", { perLife: PER_LIFE, name: "buffered 300 ms" }),
      "buffered 30 s": arrivalsOf("BUFFERED", { perLife: PER_LIFE, name: "buffered 30000 ms" }),
      comments: commentsOn(id, { perLife: PER_LIFE }),
    };
    life = await weather(place, life, { kills: KILLS, seed: SEED, works: Object.values(works) });
  },
  120_000 + 30_000 * KILLS,
);

afterAll(async () => {
  await life?.kill();
  place?.remove();
  const report = { kills: KILLS, seed: SEED, fates };
  mkdirSync(join(ROOT, ".specs", "faults"), { recursive: true });
  writeFileSync(join(ROOT, ".specs", "faults", "loom.json"), JSON.stringify(report, undefined, 2));
  console.log(`faults: ${KILLS} kills (SIGKILL), seed ${SEED}; .specs/faults/loom.json has it all`);
});

async function settle(name: keyof typeof works, withinMs = ARRIVES_WITHIN_MS): Promise<Fate> {
  const fate = await works[name].settle(life, withinMs);
  fates[name] = fate;
  const { acknowledged, lost, twice, unheard } = fate;
  console.log(
    `faults: ${name}, ${acknowledged} acknowledged, ${lost} lost, ${twice} twice, ${unheard} unheard`,
  );
  return fate;
}

test("what Loom has acknowledged is in D1 once, by the object's alarm alone", async () => {
  const { acknowledged, lost, twice } = await settle("loomed");

  expect(acknowledged).toBeGreaterThan(KILLS);
  expect({ lost, twice }).toEqual({ lost: 0, twice: 0 });
});

test("a comment that Grove has acknowledged is in D1 once", async () => {
  const { acknowledged, lost, twice } = await settle("comments");

  expect(acknowledged).toBeGreaterThan(KILLS);
  expect({ lost, twice }).toEqual({ lost: 0, twice: 0 });
});

test("the same kills take from a buffer in memory what it has acknowledged", async () => {
  await settle("buffered 300 ms", 2_000);
  const { acknowledged, lost } = await settle("buffered 30 s", 0);

  expect(acknowledged).toBeGreaterThan(KILLS);
  // The control: a harness that could not show a loss would find none above either.
  expect(lost).toBeGreaterThan(0);
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
