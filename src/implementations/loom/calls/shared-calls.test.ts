import { expect, test } from "vitest";
import { createSharedCalls } from "./shared-calls.ts";

interface Call {
  readonly items: readonly string[];
  answer(with_: readonly string[]): void;
  fail(error: Error): void;
}

/** Shared calls whose calls are answered by the test, on a clock that it steps. */
function start(most = 100) {
  const calls: Call[] = [];
  const waits: { readonly at: number; readonly end: () => void }[] = [];
  let now = 0;
  const shared = createSharedCalls<string, string>({
    call: async (items) => {
      const { promise, resolve, reject } = Promise.withResolvers<readonly string[]>();
      calls.push({ items: [...items], answer: resolve, fail: reject });
      return await promise;
    },
    most,
    patienceMs: 1_000,
    wait: async (ms) => {
      const { promise, resolve } = Promise.withResolvers<void>();
      waits.push({ at: now + ms, end: resolve });
      await promise;
    },
    now: () => now,
  });

  async function settle(): Promise<void> {
    for (let tick = 0; tick < 20; tick++) await Promise.resolve();
  }

  return {
    calls,
    carried: () => calls.map(({ items }) => items),
    ask: async (...items: string[]) =>
      await Promise.allSettled(items.map(async (item) => await shared.ask(item))),
    settle,
    /** Ends whatever waits by its timer, as a request does that ends. */
    loseWaits: () => void waits.splice(0),
    step: async (ms: number) => {
      now += ms;
      for (const { at, end } of waits) if (at <= now) end();
      await settle();
    },
  };
}

function answers(...values: string[]): PromiseSettledResult<string>[] {
  return values.map((value) => ({ status: "fulfilled", value }));
}

test("those who come in one turn share a call, and each has its own answer", async () => {
  const { ask, settle, calls, carried } = start();
  const asked = ask("a", "b", "c");
  await settle();
  calls[0]?.answer(["A", "B", "C"]);

  expect(await asked).toEqual(answers("A", "B", "C"));
  expect(carried()).toEqual([["a", "b", "c"]]);
});

test("who comes while a call is under way goes with the others who came, when it has ended", async () => {
  const { ask, settle, calls, carried } = start();
  void ask("a");
  await settle();
  const later = [ask("b"), ask("c")];
  await settle();
  const during = carried();
  calls[0]?.answer(["A"]);
  await settle();
  calls[1]?.answer(["B", "C"]);

  expect(during).toEqual([["a"]]);
  expect(carried()).toEqual([["a"], ["b", "c"]]);
  expect((await Promise.all(later)).flat()).toEqual(answers("B", "C"));
});

test("a call that fails fails all that it carried, and nobody else, and is not made again", async () => {
  const { ask, settle, calls, carried } = start();
  const [first, second] = [ask("a", "b"), settle().then(() => ask("c"))] as const;
  await settle();
  const error = new Error("the object is away");
  calls[0]?.fail(error);
  await settle();
  calls[1]?.answer(["C"]);

  expect(await first).toEqual([0, 1].map(() => ({ status: "rejected", reason: error })));
  expect(await second).toEqual(answers("C"));
  expect(carried()).toEqual([["a", "b"], ["c"]]);
});

test("a call carries so many at most, and the rest goes with the next", async () => {
  const { ask, settle, calls, carried } = start(2);
  const asked = ask("a", "b", "c");
  await settle();
  calls[0]?.answer(["A", "B"]);
  await settle();
  calls[1]?.answer(["C"]);

  expect(carried()).toEqual([["a", "b"], ["c"]]);
  expect(await asked).toEqual(answers("A", "B", "C"));
});

test("a call that does not end keeps the next one waiting for a second only", async () => {
  const { ask, settle, step, carried } = start();
  void ask("a");
  await settle();
  void ask("b");
  await step(999);
  const before = carried();
  await step(1);

  expect(before).toEqual([["a"]]);
  expect(carried()).toEqual([["a"], ["b"]]);
});

test("nobody joins a batch that should have been sent long ago, since the request that was to send it is gone", async () => {
  const { ask, settle, step, loseWaits, carried } = start();
  void ask("never answered");
  await settle();
  void ask("gone");
  loseWaits();
  await step(1_999);
  void ask("lost");
  await step(1);
  void ask("late");
  await step(1_000);

  expect(carried()).toEqual([["never answered"], ["late"]]);
});

test("too few answers are an error, because they could be anybody's", async () => {
  const { ask, settle, calls } = start();
  const asked = ask("a", "b");
  await settle();
  calls[0]?.answer(["A"]);

  expect(await asked).toMatchObject([
    { reason: { message: "Cannot share a call: 2 asked and 1 were answered" } },
    { status: "rejected" },
  ]);
});
