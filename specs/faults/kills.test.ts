import { afterAll, beforeAll, expect, test } from "vitest";
import { type CountedWork, sandboxWrites, userLimit } from "./counts.ts";
import { type Life, startLife } from "./life.ts";
import {
  bannedUser,
  type Climbed,
  climber,
  type Locked,
  lockedAccount,
  regular,
  type Watched,
} from "./people.ts";
import { makePlace, type Place } from "./place.ts";
import { weather } from "./storm.ts";
import type { SessionCheck } from "#grove/contracts/session";

const KILLS = Number(process.env["VITE_FAULTS_KILLS"] ?? 3);
const SEED = Number(process.env["VITE_FAULTS_SEED"] ?? 20_261_121);

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

let place: Place;
let life: Life;
let counted: Record<"log" | "ring" | "writes", CountedWork>;
let minute: CountedWork;
let climbing: Watched<Climbed>;
let banned: Watched<SessionCheck>;
let locked: Watched<Locked>;
let returning: Watched<SessionCheck>;

beforeAll(
  async () => {
    place = await makePlace();
    life = await startLife(place);
    const share = Math.ceil(40 / KILLS);
    counted = {
      log: userLimit("log", { limit: 100, windowMs: HOUR, perLife: 2 * share }),
      ring: userLimit("ring", { limit: 130 + 10 * KILLS, windowMs: HOUR, perLife: 50 }),
      writes: await sandboxWrites(life, share),
    };
    minute = userLimit("minute", { limit: 30, windowMs: MINUTE, perLife: 40 });
    climbing = climber(3);
    banned = await bannedUser(life);
    locked = await lockedAccount(life);
    returning = regular();
    const works = [...Object.values(counted), minute, climbing, banned, locked, returning];
    life = await weather(place, life, { kills: KILLS, seed: SEED, works });
  },
  60_000 + 10_000 * KILLS,
);

afterAll(async () => {
  await life?.kill();
  place?.remove();
  console.log(`faults: ${KILLS} kills (SIGKILL), seed ${SEED}`);
});

test.for(["log", "ring", "writes"] as const)(
  "%s: what was answered in an hour's window counts after each kill, and nothing else does",
  async (name) => {
    const work = counted[name];
    const { limit, readings } = work;
    const last = await work.exhaust(life);
    const unanswered = last.sent - last.admitted - last.refused;
    console.log(
      `faults: ${name} admitted ${last.admitted} of ${limit}, ${unanswered} of ${last.sent} unanswered`,
    );

    expect(readings).toHaveLength(KILLS);
    expect(readings.filter(({ used, admitted, sent }) => used < admitted || used > sent)).toEqual([]);
    expect(last.admitted).toBeLessThanOrEqual(limit);
    expect(last.admitted).toBeGreaterThanOrEqual(limit - unanswered);
  },
);

test("a minute's window is forgotten by a kill, and lets through one more limit for it at most", () => {
  const { limit, readings } = minute;
  const forgotten = readings.filter(({ used, admitted }) => used < admitted);
  const perLife = readings.map(({ admitted }, i) => admitted - (readings[i - 1]?.admitted ?? 0));

  expect(readings).toHaveLength(KILLS);
  expect(Math.max(...perLife)).toBeLessThanOrEqual(limit);
  expect(forgotten.length).toBeGreaterThan(0);
});

test("a ban holds after each kill, until the same moment", () => {
  const [told] = banned.seen;
  if (told?.kind !== "barred") throw new Error("The user must be banned before the first kill");

  expect(told.level).toBe("ban");
  expect(banned.seen).toHaveLength(KILLS + 1);
  expect(banned.seen.filter((check) => check.kind !== "barred" || check.until !== told.until)).toEqual([]);
});

test("a lockout holds after each kill, and ends when it would have", () => {
  const [first, ...later] = locked.seen;
  const endsAt = first!.at + (first!.lockoutRemaining ?? NaN) * 1_000;
  const early = later.filter(({ at }) => at < endsAt - 2_000);

  expect(first).toMatchObject({ allowed: false });
  expect(early.length).toBeGreaterThan(0);
  expect(early.filter(({ allowed }) => allowed)).toEqual([]);
  expect(later.filter(({ at, allowed }) => at > endsAt + 2_000 && !allowed)).toEqual([]);
});

test("each step up the ladder that was answered is on record after each kill, with its event", () => {
  expect(climbing.seen).toHaveLength(KILLS);
  expect(
    climbing.seen.filter(
      ({ recorded, admitted, sent, violations }) =>
        recorded < admitted || recorded > sent || violations !== Math.min(recorded, 5),
    ),
  ).toEqual([]);
  expect(climbing.seen.at(-1)!.admitted).toBeGreaterThan(0);
});

test("a session that was told holds after each kill", () => {
  expect(returning.seen.length).toBeGreaterThan(0);
  expect(returning.seen.filter(({ kind }) => kind !== "valid")).toEqual([]);
});
