import type { SavedWindow } from "../window/window.ts";
import type { WindowStore } from "./window-store.ts";

/** What every store of windows does: what it says when it is new and this is done to it. */
export interface StoreClaim {
  readonly title: string;
  readonly act: (store: WindowStore) => unknown;
  readonly said: unknown;
}

const ONE: SavedWindow = { latest: 5, admissions: [[5, 1]] };
const TWO: SavedWindow = {
  latest: 1_790_000_000_000,
  admissions: [
    [1_789_999_999_000, 1],
    [1_790_000_000_000, 4_294_967_295],
  ],
};

export const WINDOW_STORE_CONTRACT: readonly StoreClaim[] = [
  {
    title: "knows nothing of a counter that was never saved",
    act: (store) => store.load("ada"),
    said: undefined,
  },
  {
    title: "gives back what was saved, counter by counter",
    act(store) {
      store.save("ada", ONE, 100);
      store.save("eve", TWO, 100);
      return [store.load("ada"), store.load("eve")];
    },
    said: [ONE, TWO],
  },
  {
    title: "replaces what was saved before",
    act(store) {
      store.save("ada", ONE, 100);
      store.save("ada", TWO, 100);
      return store.load("ada");
    },
    said: TWO,
  },
  {
    title: "gives back a window that later changes to what was loaded do not reach",
    act(store) {
      store.save("ada", ONE, 100);
      Object.assign(store.load("ada") ?? {}, { latest: 9 });
      return store.load("ada");
    },
    said: ONE,
  },
  {
    title: "forgets the counter that it is told to, and none that it does not know",
    act(store) {
      store.forget("ada");
      store.save("ada", ONE, 100);
      store.save("eve", TWO, 100);
      store.forget("ada");
      return [store.load("ada"), store.load("eve")];
    },
    said: [undefined, TWO],
  },
  {
    title: "forgets at a sweep what is over by then, and no more",
    act(store) {
      store.save("over", ONE, 99.5);
      store.save("just over", ONE, 100);
      store.save("counting", ONE, 100.5);
      store.sweep(100.2);
      return ["over", "just over", "counting"].map((counter) => store.load(counter) !== undefined);
    },
    said: [false, false, true],
  },
  {
    title: "keeps what was saved again for longer",
    act(store) {
      store.save("ada", ONE, 100);
      store.save("ada", ONE, 200);
      store.sweep(150);
      return store.load("ada");
    },
    said: ONE,
  },
  {
    title: "takes any text for a name",
    act(store) {
      const names = ["", "a'; DROP TABLE windows; --", "ключ", "a\u0000b", "a"];
      for (const [i, name] of names.entries()) store.save(name, { latest: i, admissions: [] }, 100);
      return names.map((name) => store.load(name)?.latest);
    },
    said: [0, 1, 2, 3, 4],
  },
  {
    title: "sweeps when there is nothing",
    act: (store) => store.sweep(1),
    said: undefined,
  },
];
