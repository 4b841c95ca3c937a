import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { createAlarms } from "../alarms/alarms.ts";
import { createSqlLetters } from "../letters/letters.ts";
import { createSqlSagaStore } from "./saga-store.ts";
import { createSagas, type Sagas } from "./sagas.ts";

/** Nothing goes off by itself: the platform's own clock is long before it. */
const NOW = Date.UTC(2100, 0, 1);
const ORDER = { id: "1", name: "order", input: null };

interface Opened {
  readonly sagas: Sagas;
  readonly world: { now: number };
  readonly storage: DurableObjectStorage;
  /** Starts a saga in a transaction that is undone. */
  readonly startInVain: () => void;
}

/** Sagas in an object of their own, with its real storage and alarm. */
async function inObject(act: (opened: Opened) => Promise<void>): Promise<void> {
  const object = env.POSTS.getByName(`post:sagas:${crypto.randomUUID()}`);
  await runInDurableObject(object, async (_object, { storage }) => {
    const world = { now: NOW };
    const now = (): number => world.now;
    const wait = async (): Promise<void> => await new Promise(() => undefined);
    const alarms = createAlarms({ clock: storage, now, wait, log: () => undefined });
    const sagas = createSagas({
      store: createSqlSagaStore(storage),
      sagas: { order: [{ name: "step", run: async () => null }] },
      letters: createSqlLetters(storage),
      alarms,
      wait,
      random: () => 1,
      now,
    });
    const startInVain = (): void =>
      storage.transactionSync(() => {
        sagas.start(ORDER);
        throw new Error("undone");
      });
    await act({ sagas, world, storage, startInVain });
  });
}

test("a saga whose start was undone can be started again under its id", async () => {
  await inObject(async ({ sagas, startInVain }) => {
    expect(startInVain).toThrow("undone");
    sagas.start(ORDER);
    await sagas.run(NOW);

    expect(sagas.read("1")).toMatchObject({ status: "done" });
  });
});

test("a saga whose start was undone is not told of", async () => {
  await inObject(async ({ sagas, startInVain }) => {
    expect(startInVain).toThrow("undone");

    expect(sagas.read("1")).toBeUndefined();
  });
});

test("the alarm is set for a saga, though a start before it was undone with its alarm", async () => {
  await inObject(async ({ sagas, storage, startInVain }) => {
    expect(startInVain).toThrow("undone");
    sagas.start({ ...ORDER, id: "2" });
    await Promise.resolve();

    expect(await storage.getAlarm()).toBe(NOW);
  });
});

test("a saga that is looked at before the object's own clock is there takes its steps", async () => {
  await inObject(async ({ sagas, world }) => {
    sagas.start(ORDER);
    world.now = NOW - 3;
    await sagas.run(NOW);

    expect(sagas.read("1")).toMatchObject({ status: "done" });
  });
});
