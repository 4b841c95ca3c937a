import { env } from "cloudflare:workers";
import { runInDurableObject } from "cloudflare:test";
import fc from "fast-check";
import { expect, test } from "vitest";
import { createMemoryLetters } from "../letters/letters.ts";
import { createMemorySagaStore, createSqlSagaStore, type SagaStore } from "./saga-store.ts";
import { createSagas, type SagaStep, StepRefused } from "./sagas.ts";

/** How a step, or its undoing, goes at each try, one after another; and well when there is no more. */
type Fate = "done" | "fails" | "done, then fails" | "crash before" | "crash after" | "refused";

class Crash extends Error {}

const NAMES = ["reserve", "charge", "ship"];

/** Three places that a saga changes. Each remembers keys, as whoever is called more than once must. */
function newWorld(fates: Readonly<Record<string, Fate[]>>, store: SagaStore = createMemorySagaStore()) {
  const world = {
    now: 0,
    done: new Set<string>(),
    tries: [] as string[],
    letters: createMemoryLetters(),
    crashed: false,
  };

  async function meet(what: string, act: () => void): Promise<null> {
    world.tries.push(what);
    const fate = fates[what]?.shift() ?? "done";
    // The object's life is over here: nothing that is awaited in it goes on.
    if (fate === "crash before") return await crash();
    if (fate === "refused") throw new StepRefused("no");
    if (fate !== "fails") act();
    if (fate === "crash after") return await crash();
    if (fate !== "done") throw new Error("away");
    return null;
  }

  async function crash(): Promise<never> {
    world.crashed = true;
    return await Promise.reject(new Crash());
  }

  const steps = NAMES.map((name): SagaStep => ({
    name,
    run: async (_input, { key }) => await meet(name, () => void world.done.add(key)),
    undo: async (_input, { key }) => void (await meet(`undo ${name}`, () => void world.done.delete(key))),
  }));

  /** A life whose notes stop being kept with its crash. */
  function live() {
    const own: SagaStore = {
      load: () => store.load(),
      has: (id) => store.has(id),
      save: (state) => void (world.crashed || store.save(state)),
      remove: (id) => void (world.crashed || store.remove(id)),
    };
    return createSagas({
      store: own,
      sagas: { order: steps },
      letters: world.letters,
      alarms: { add: () => undefined, arm: () => undefined },
      wait: async () => await new Promise(() => undefined),
      random: () => 1,
      // After its end a life waits for ever.
      now: () => (world.crashed ? Number.NaN : world.now),
      attempts: 3,
      keepMs: 1_000_000_000,
    });
  }
  return { world, live };
}

async function runToEnd({ world, live }: ReturnType<typeof newWorld>) {
  let sagas = live();
  sagas.start({ id: "1", name: "order", input: null });
  for (let alarm = 0; alarm < 100; alarm++) {
    await sagas.run(world.now);
    if (world.crashed) {
      world.crashed = false;
      sagas = live();
    }
    const { status } = sagas.read("1")!;
    if (status === "done" || status === "undone") break;
    world.now = Math.max(world.now, sagas.next() ?? 0);
  }
  return sagas.read("1")!;
}

const fate = fc.constantFrom<Fate>(
  "done",
  "fails",
  "done, then fails",
  "crash before",
  "crash after",
  "refused",
);
const undoFate = fc.constantFrom<Fate>("done", "fails", "done, then fails", "crash before", "crash after");
const fates = fc.record(
  Object.fromEntries(
    NAMES.flatMap((name) => [
      [name, fc.array(fate, { maxLength: 4 })],
      [`undo ${name}`, fc.array(undoFate, { maxLength: 4 })],
    ]),
  ),
);

test("ends with everything done or nothing, whatever fails, is refused or crashes at any step", async () => {
  const ends = new Set<string>();
  await fc.assert(
    fc.asyncProperty(fates, async (script) => {
      const setting = newWorld(structuredClone(script));
      const { status } = await runToEnd(setting);
      ends.add(status);

      expect(["done", "undone"]).toContain(status);
      expect([...setting.world.done].toSorted()).toEqual(
        status === "done" ? ["1/charge", "1/reserve", "1/ship"] : [],
      );
    }),
    { seed: 20_261_129, numRuns: 500 },
  );
  expect([...ends].toSorted()).toEqual(["done", "undone"]);
});

test("takes steps in order, and takes them back in the opposite one", async () => {
  const setting = newWorld({ ship: ["refused"] });
  const ended = await runToEnd(setting);

  expect(setting.world.tries).toEqual([
    "reserve",
    "charge",
    "ship",
    "undo ship",
    "undo charge",
    "undo reserve",
  ]);
  expect(ended).toMatchObject({ status: "undone", why: "no" });
});

test("a step that fails is tried three times before all is undone", async () => {
  const setting = newWorld({ charge: ["fails", "fails", "fails"] });
  await runToEnd(setting);

  expect(setting.world.tries.filter((each) => each === "charge")).toHaveLength(3);
});

test("what cannot be undone is tried without end, told once, and stays to be seen", async () => {
  const setting = newWorld({
    ship: ["refused"],
    "undo charge": Array.from({ length: 20 }, () => "fails" as const),
  });
  const ended = await runToEnd(setting);

  expect(ended.status).toBe("undone");
  expect(setting.world.letters.list()).toMatchObject([
    { from: "saga", what: "order", body: { id: "1" }, why: "away" },
  ]);
});

test("a saga whose start was undone takes no step", async () => {
  const store = createMemorySagaStore();
  const setting = newWorld({}, store);
  const sagas = setting.live();
  sagas.start({ id: "1", name: "order", input: null });
  store.remove("1");
  await sagas.run(0);

  expect([setting.world.tries, sagas.read("1")]).toEqual([[], undefined]);
});

test("a saga that a deploy no longer knows waits, and is told of", async () => {
  const store = createMemorySagaStore();
  store.save({
    id: "1",
    name: "gone",
    input: null,
    status: "undoing",
    results: [null],
    failures: 0,
    dueAt: 0,
  });
  const setting = newWorld({}, store);
  const sagas = setting.live();
  await sagas.run(0);

  expect(sagas.read("1")).toMatchObject({ status: "undoing", done: 1 });
  expect(setting.world.letters.list()).toMatchObject([{ from: "saga", what: "gone" }]);
});

test("one id is one saga, and a saga that nobody knows is refused", async () => {
  const setting = newWorld({});
  await runToEnd(setting);
  await runToEnd(setting);

  expect(setting.world.tries).toHaveLength(3);
  expect(() => setting.live().start({ id: "2", name: "unknown", input: null })).toThrow(TypeError);
});

test("goes on from an object's own storage", async () => {
  await runInDurableObject(
    env.ADDRESSES.getByName(`saga-${crypto.randomUUID()}`),
    async (_object, { storage }) => {
      const setting = newWorld(
        { charge: ["crash after"], "undo reserve": ["crash before"], ship: ["refused"] },
        createSqlSagaStore(storage),
      );

      expect(await runToEnd(setting)).toMatchObject({ status: "undone" });
      expect(setting.world.done.size).toBe(0);
    },
  );
});

test("a saga whose step hangs holds up no other, and is not begun twice", async () => {
  const asked: unknown[] = [];
  const step: SagaStep = {
    name: "step",
    async run(input) {
      asked.push(input);
      if (input === "hangs") await new Promise(() => undefined);
      return null;
    },
  };
  const sagas = createSagas({
    store: createMemorySagaStore(),
    sagas: { one: [step] },
    letters: createMemoryLetters(),
    alarms: { add: () => undefined, arm: () => undefined },
    wait: async () => await new Promise(() => undefined),
    random: () => 1,
    now: () => 0,
  });
  sagas.start({ id: "1", name: "one", input: "hangs" });
  void sagas.run(0);
  expect(sagas.next()).toBeUndefined();

  sagas.start({ id: "2", name: "one", input: "goes on" });
  expect(sagas.next()).toBe(0);
  await sagas.run(0);

  expect(sagas.read("2")).toMatchObject({ status: "done" });
  expect(asked).toEqual(["hangs", "goes on"]);
});
