import fc from "fast-check";
import { expect, test } from "vitest";
import { createRoles, type Roles, type RolesOptions } from "./roles-cache.ts";
import { type Outcome, play, type Step, STEPS, type Written } from "./roles.model.ts";

const SEED = 20_261_129;
const INTERLEAVINGS = 10_000;

/** A cache that is emptied by a change, and keeps what was being read meanwhile: the one that most people write. */
function createUnversioned({ load, keptMs }: RolesOptions<Written>): Roles<Written> {
  const held = new Map<string, { value: Written; until: number }>();
  return {
    async read(key, now) {
      const kept = held.get(key);
      if (kept && now < kept.until) return kept.value;
      const value = await load(key);
      held.set(key, { value, until: now + keptMs });
      return value;
    },
    changed: () => held.clear(),
  };
}

/** One that keeps nothing old, and still tells whoever waited for it what it read before the change. */
function createTelling(options: RolesOptions<Written>): Roles<Written> {
  const held = new Map<string, Written>();
  let version = 0;
  return {
    async read(key) {
      const before = version;
      const value = held.get(key) ?? (await options.load(key));
      if (version === before) held.set(key, value);
      return value;
    },
    changed() {
      version += 1;
      held.clear();
    },
  };
}

const steps = fc.array(
  fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom<Step>("check", "read begins", "read ends") },
    { weight: 2, arbitrary: fc.constantFrom<Step>("write", "invalidate", "acknowledge") },
    {
      weight: 1,
      arbitrary: fc.constantFrom<Step>("read fails", "invalidation lost", "evict", "time passes"),
    },
  ),
  { minLength: 30, maxLength: 60 },
);

async function playAll(create: (options: RolesOptions<Written>) => Roles<Written>): Promise<Outcome> {
  const total = { stale: 0, staleAllows: 0, answers: 0, acknowledged: 0 };
  for (const each of fc.sample(steps, { numRuns: INTERLEAVINGS, seed: SEED })) {
    const outcome = await play(create, each);
    total.stale += outcome.stale;
    total.staleAllows += outcome.staleAllows;
    total.answers += outcome.answers;
    total.acknowledged += outcome.acknowledged;
  }
  return total;
}

test(`nobody is let in by an answer older than a revocation that was acknowledged (seed ${SEED})`, async () => {
  const { stale, staleAllows, answers, acknowledged } = await playAll(createRoles);
  console.log(
    `roles: ${INTERLEAVINGS} interleavings, ${answers} answers, ${acknowledged} changes, ${stale} stale`,
  );

  expect(new Set(STEPS).size).toBe(10);
  expect({ stale, staleAllows }).toEqual({ stale: 0, staleAllows: 0 });
  expect(answers).toBeGreaterThan(INTERLEAVINGS);
  expect(acknowledged).toBeGreaterThan(INTERLEAVINGS);
});

test.for([
  ["without a version", createUnversioned],
  ["that tells what it read before a change", createTelling],
] as const)("a cache %s lets some in, so the test above can fail", async ([, create]) => {
  expect((await playAll(create)).staleAllows).toBeGreaterThan(0);
});

test("what was read is held, for so long and for so many keys", async () => {
  const loaded: string[] = [];
  const load = async (key: string) => void loaded.push(key);
  const roles = createRoles({ load, keptMs: 100, most: 2 });
  await roles.read("a", 0);
  await roles.read("a", 99);
  await roles.read("a", 100);
  await roles.read("b", 100);
  await roles.read("c", 100);
  await roles.read("a", 100);

  expect(loaded).toEqual(["a", "a", "b", "c", "a"]);
});

test("many at once are one read, and one that fails is asked again", async () => {
  let reads = 0;
  const load = async () => {
    reads += 1;
    if (reads === 1) throw new Error("away");
    return "editor";
  };
  const roles = createRoles({ load, keptMs: 100, most: 2 });
  await expect(roles.read("a", 0)).rejects.toThrow("away");
  const answers = await Promise.all(Array.from({ length: 50 }, async () => await roles.read("a", 0)));

  expect(new Set(answers)).toEqual(new Set(["editor"]));
  expect(reads).toBe(2);
});
