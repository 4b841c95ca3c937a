import { expect, test } from "vitest";
import { type Answer, readAnswer } from "./answer.ts";
import { policiesOf } from "./layers.ts";
import { simulate } from "./simulated.ts";
import { bars, count, expire, openLayer, partOf } from "./windows.ts";

const MINUTE = 60_000;

const seedling = openLayer("requests", policiesOf("seedling").requests);
const oak = openLayer("requests", policiesOf("oak").requests);

/** A request let through at `at`, after which so many of the tenant's are left. */
function allowed(at: number, left: number): Answer {
  const headers = new Headers({ RateLimit: `"requests";r=${left};t=60` });
  return readAnswer({ sentAt: at, at, isSignedIn: false, status: 200, headers });
}

test.for(["seedling", "oak"] as const)(
  "knows without being told what the pattern counts as used, as time passes: %s",
  async (tier) => {
    const source = simulate(tier);
    const { requests: policy } = policiesOf(tier);
    let layer = openLayer("requests", policy);
    for (let now = 59_500; now < 150_000; now += 700) {
      const { answers } = await source.send({ count: 3, isSignedIn: false }, now);
      const [first] = answers;
      layer = expire(layer, now);
      const had =
        first?.kind === "allowed" ? policy.limit - (first.remaining.requests ?? 0) - 1 : policy.limit;
      expect(layer.admitted).toHaveLength(had);
      layer = count(layer, answers);
    }
  },
);

test("believes the latest decision on how much is used: what it says is gone is gone, what came in unseen counts", () => {
  const first = count(seedling, [allowed(1_000, 99), allowed(2_000, 98), allowed(61_500, 97)]);

  expect(count(first, [allowed(61_600, 98)]).admitted).toEqual([61_500, 61_600]);
  expect(count(first, [allowed(61_600, 94)]).admitted).toEqual([
    1_000, 2_000, 61_500, 61_600, 61_600, 61_600,
  ]);
});

test("counts a refusal where it was met, and leaves alone what was not asked", async () => {
  const source = simulate("seedling");
  const user = openLayer("user", policiesOf("seedling").user);
  const { answers } = await source.send({ count: 200, isSignedIn: true }, 0);
  const refusals = (await source.send({ count: 5, isSignedIn: true }, 0)).answers;

  expect(count(user, answers)).toMatchObject({ taken: 60, refused: 140 });
  expect(count(seedling, answers)).toMatchObject({ taken: 60, refused: 0 });
  expect(count(seedling, refusals)).toEqual(seedling);
});

test("draws each request in its second until it has left the window: exactly for a small limit, with its second above", () => {
  const answers = (left: number): Answer[] => [
    allowed(30_000, left),
    allowed(30_500, left - 1),
    allowed(60_000, left - 2),
  ];
  const small = count(seedling, answers(99));
  const large = count(oak, answers(999));

  expect(bars(small, MINUTE)).toHaveLength(61);
  expect(bars(small, MINUTE).slice(29)).toEqual([0, 2, ...Array.from({ length: 29 }, () => 0), 1]);
  expect(expire(small, 90_499).admitted).toEqual([30_500, 60_000]);
  expect(expire(large, 90_499).admitted).toHaveLength(3);
  expect(expire(large, 90_500).admitted).toEqual([60_000]);
});

test("tells what each layer did with a request", async () => {
  const source = simulate("seedling");
  const tell = async (n: number, isSignedIn: boolean, now: number): Promise<unknown> => {
    const { answers } = await source.send({ count: n, isSignedIn }, now);
    const last = answers.at(-1) as Answer;
    return [partOf("user", last), partOf("requests", last)];
  };

  expect(await tell(60, true, 0)).toEqual(["taken", "taken"]);
  expect(await tell(1, true, 0)).toEqual(["refused", "not asked"]);
  expect(await tell(40, false, 1_000)).toEqual(["not asked", "taken"]);
  expect(await tell(1, false, 1_000)).toEqual(["not asked", "refused"]);
  await tell(60, false, MINUTE);
  expect(await tell(1, true, MINUTE)).toEqual(["given back", "refused"]);
  for (const minute of [2, 3]) await tell(61, true, minute * MINUTE);
  expect(await tell(1, true, 3 * MINUTE)).toEqual(["not asked", "not asked"]);
});
