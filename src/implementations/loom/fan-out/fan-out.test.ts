import { expect, test } from "vitest";
import { type FanOutOptions, fanOut } from "./fan-out.ts";

/** An error as the platform marks it. */
function platformError(marks: { readonly retryable?: boolean; readonly overloaded?: boolean }): Error {
  return Object.assign(new Error("the platform says so"), marks);
}

/** Deadlines that pass when nothing else goes on, and pauses that are noted and take no time. */
function newOptions(more: Partial<FanOutOptions> = {}) {
  const pauses: number[] = [];
  const options: FanOutOptions = {
    isIdempotent: false,
    random: () => 1,
    withinMs: 5_000,
    ...more,
    wait: async (ms) => {
      if (ms !== 5_000) pauses.push(ms);
      else for (let turns = 0; turns < 200; turns++) await Promise.resolve();
    },
  };
  return { options, pauses };
}

test("a thousand objects, some of them in trouble: each is reported in its place, and six are called at a time", async () => {
  const calls = new Map<number, number>();
  let [atOnce, most] = [0, 0];
  const targets = Array.from({ length: 1_000 }, (_, i) => i);
  async function call(target: number): Promise<string> {
    const tries = (calls.get(target) ?? 0) + 1;
    calls.set(target, tries);
    atOnce += 1;
    most = Math.max(most, atOnce);
    await Promise.resolve();
    atOnce -= 1;
    if (target % 10 === 1) throw platformError({ overloaded: true, retryable: true });
    if (target % 10 === 2) throw platformError({ retryable: true });
    if (target % 10 === 3 && tries === 1) throw platformError({ retryable: true });
    if (target % 10 === 4) throw new Error("no such post");
    return `${target} is done`;
  }
  const report = await fanOut(targets, call, newOptions({ isIdempotent: true }).options);

  expect(report.map(({ target }) => target)).toEqual(targets);
  expect(most).toBe(6);
  expect(report.slice(10, 15)).toMatchObject([
    { kind: "done", attempts: 1, value: "10 is done" },
    { kind: "failed", why: "overloaded", attempts: 1 },
    { kind: "failed", why: "unreachable", attempts: 3 },
    { kind: "done", attempts: 2, value: "13 is done" },
    { kind: "failed", why: "refused", attempts: 1 },
  ]);
  expect(report.filter(({ kind }) => kind === "failed")).toHaveLength(300);
});

test("nobody is left out where no lane is allowed", async () => {
  const report = await fanOut(["a", "b"], async (target) => target, newOptions({ atOnce: 0 }).options);

  expect(report.map(({ kind }) => kind)).toEqual(["done", "done"]);
});

test("who does not answer in time is asked again only if that does no harm", async () => {
  const ask = async (isIdempotent: boolean) =>
    await fanOut(
      ["silent"],
      async () => await new Promise(() => undefined),
      newOptions({ isIdempotent }).options,
    );

  expect(await ask(false)).toMatchObject([{ kind: "failed", why: "late", attempts: 1 }]);
  expect(await ask(true)).toMatchObject([{ kind: "failed", why: "late", attempts: 3 }]);
});

test("a call that cannot be repeated is made once, whatever became of it", async () => {
  const away = async () => await Promise.reject(platformError({ retryable: true }));

  expect(await fanOut(["away"], away, newOptions().options)).toMatchObject([
    { kind: "failed", why: "unreachable", attempts: 1 },
  ]);
});

test("pauses double up to a bound, each shortened by chance", async () => {
  const { options, pauses } = newOptions({ isIdempotent: true, attempts: 7, random: () => 0.5 });
  await fanOut(["away"], async () => await Promise.reject(platformError({ retryable: true })), options);

  expect(pauses).toEqual([50, 100, 200, 400, 800, 1_500]);
});

test.for(["rejects", "throws"])(
  "it throws nothing when the pause %s: what was tried is reported",
  async (how) => {
    const { options } = newOptions({ isIdempotent: true });
    const calls: string[] = [];
    async function call(target: string): Promise<string> {
      calls.push(target);
      if (target === "away") throw platformError({ retryable: true });
      return "done";
    }
    const report = await fanOut(["away", "there"], call, { ...options, wait: brokenBut(5_000, how) });

    expect(report).toMatchObject([
      { target: "away", kind: "failed", why: "unreachable", attempts: 1, error: { retryable: true } },
      { target: "there", kind: "done", attempts: 1, value: "done" },
    ]);
    expect(calls).toEqual(["away", "there"]);
  },
);

test.for(["rejects", "throws"])("nor when the deadline %s: who cannot be waited for is late", async (how) => {
  const silent = async () => await new Promise(() => undefined);
  const { options } = newOptions({ isIdempotent: true });
  const report = await fanOut(["silent"], silent, { ...options, wait: brokenBut(undefined, how) });

  expect(report).toMatchObject([{ kind: "failed", why: "late", error: { cause: { message: "no clock" } } }]);
});

/** Waits for ever for so many milliseconds, and fails for any others. */
function brokenBut(unbroken: number | undefined, how: string): FanOutOptions["wait"] {
  return (ms) => {
    if (ms === unbroken) return new Promise(() => undefined);
    if (how === "throws") throw new Error("no clock");
    return Promise.reject(new Error("no clock"));
  };
}
