import { expect, test } from "vitest";
import { createKeptWindows } from "./kept-windows.ts";
import { createMemoryWindowStore, type WindowStore } from "./window-store.ts";

const NOON = 43_200_000;
const HOUR = 3_600_000;
const POLICY = { limit: 5, windowMs: HOUR };

/** A store that tells what was asked of it. */
function watched(): { readonly store: WindowStore; readonly asked: string[] } {
  const memory = createMemoryWindowStore();
  const asked: string[] = [];
  const store: WindowStore = {
    load: (counter) => (asked.push(`load ${counter}`), memory.load(counter)),
    save: (counter, saved, until) => (asked.push(`save ${counter}`), memory.save(counter, saved, until)),
    forget: (counter) => (asked.push(`forget ${counter}`), memory.forget(counter)),
    sweep: (now) => (asked.push("sweep"), memory.sweep(now)),
  };
  return { store, asked };
}

test("reads a window once, and writes it once for each change", () => {
  const { store, asked } = watched();
  const windows = createKeptWindows(store);
  for (const now of [NOON, NOON + 1, NOON + 2]) {
    windows.find("ada", POLICY, now).check(now);
    windows.keep("ada", now);
  }

  expect(asked.filter((each) => each !== "sweep")).toEqual(["load ada", "save ada", "save ada", "save ada"]);
});

test("keeps no window in which nothing counts any more", () => {
  const { store, asked } = watched();
  const windows = createKeptWindows(store);
  const taken = windows.find("ada", POLICY, NOON).check(NOON);
  windows.keep("ada", NOON);
  if (taken.kind === "allowed") windows.find("ada", POLICY, NOON + 1).refund(taken);
  windows.keep("ada", NOON + 1);

  expect(asked.at(-1)).toBe("forget ada");
  expect(store.load("ada")).toBeUndefined();
});

test("sweeps when a window begins, so that a store holds what still counts", () => {
  const { store } = watched();
  const windows = createKeptWindows(store);
  windows.find("ada", POLICY, NOON).check(NOON);
  windows.keep("ada", NOON);
  windows.find("eve", POLICY, NOON + 3 * HOUR).check(NOON + 3 * HOUR);
  windows.keep("eve", NOON + 3 * HOUR);

  expect(store.load("ada")).toBeUndefined();
  expect(store.load("eve")).toBeDefined();
});

test("lets go of windows beyond a thousand, and reads them again as they were", () => {
  const { store, asked } = watched();
  const windows = createKeptWindows(store);
  for (let i = 0; i <= 1_000; i++) {
    windows.find(`user ${i}`, POLICY, NOON).check(NOON, 2);
    windows.keep(`user ${i}`, NOON);
  }
  asked.length = 0;

  expect(windows.find("user 0", POLICY, NOON).read(NOON).used).toBe(2);
  expect(windows.find("user 1000", POLICY, NOON).read(NOON).used).toBe(2);
  expect(asked).toEqual(["load user 0"]);
});

test("reads a window as its policy is now", () => {
  const { store } = watched();
  const windows = createKeptWindows(store);
  windows.find("ada", POLICY, NOON).check(NOON, 4);
  windows.keep("ada", NOON);
  const other = createKeptWindows(store).find("ada", { limit: 300, windowMs: HOUR }, NOON);

  expect(windows.find("ada", { limit: 3, windowMs: HOUR }, NOON).read(NOON)).toMatchObject({
    used: 4,
    remaining: 0,
  });
  expect(other.read(NOON)).toMatchObject({ used: 4, remaining: 296 });
});

test("keeps nothing of a window that it does not hold", () => {
  const { store, asked } = watched();
  createKeptWindows(store).keep("ada", NOON);

  expect(asked).toEqual([]);
});
