import { expect, test } from "vitest";
import { type Answer, readAnswer } from "./answer.ts";
import { layersMet } from "./layers.ts";
import type { Aim } from "./requests.ts";
import { simulate } from "./simulated.ts";
import { bars, count, expire, type LayerState, openLayer, partOf } from "./windows.ts";

const MINUTE = 60_000;
const READ: Aim = { kind: "read", sender: "user", level: 0 };
const ANYONE: Aim = { ...READ, sender: "nobody" };
const NOTE: Aim = { ...READ, kind: "note" };

function open(tier: "seedling" | "oak", layer: string): LayerState {
  return openLayer(layersMet(tier, READ).find((met) => met.layer === layer)!);
}

const seedling = open("seedling", "tenant");
const oak = open("oak", "tenant");

/** A request let through at `at`, after which so many of a hundred are left to the tenant. */
function allowed(at: number, left: number): Answer {
  const headers = new Headers({
    "RateLimit-Policy": '"requests";q=100;w=60',
    RateLimit: `"requests";r=${left};t=60`,
  });
  return readAnswer({ sentAt: at, at, aim: ANYONE, status: 200, headers }, layersMet("seedling", ANYONE));
}

test.for([
  ["seedling", "tenant"],
  ["oak", "tenant"],
  ["oak", "address"],
] as const)(
  "knows without being told what the pattern counts as used, as time passes: %s %s",
  async ([tier, name]) => {
    const source = simulate(tier);
    let layer = open(tier, name);
    for (let now = 59_500; now < 150_000; now += 700) {
      const { answers } = await source.send({ ...ANYONE, count: 3 }, now);
      const [first] = answers;
      const used = first?.told[layer.policy.name]?.used ?? 0;
      layer = expire(layer, now);
      expect(layer.admitted).toHaveLength(first?.kind === "allowed" ? used - 1 : used);
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

test("believes a refusal on how low the limit is", async () => {
  const headers = new Headers({ "RateLimit-Policy": '"address";q=24;w=60', RateLimit: '"address";r=0;t=60' });
  const met = layersMet("seedling", READ);
  const refused = readAnswer(
    { sentAt: 0, at: 0, aim: READ, status: 429, headers, violated: ["address"] },
    met,
  );

  const layer = count(open("seedling", "address"), [refused]);

  expect(layer).toMatchObject({ policy: { limit: 24 }, taken: 0, refused: 1 });
  expect(layer.admitted).toHaveLength(24);
});

test("counts a refusal where it was met, and leaves alone what was not asked", async () => {
  const source = simulate("seedling");
  const user = open("seedling", "user");
  const { answers } = await source.send({ ...READ, count: 200 }, 0);
  const refusals = (await source.send({ ...READ, count: 5 }, 0)).answers;

  expect(count(user, answers)).toMatchObject({ taken: 60, refused: 140 });
  expect(count(seedling, answers)).toMatchObject({ taken: 60, refused: 0 });
  expect(count(open("seedling", "address"), answers)).toMatchObject({ taken: 60, refused: 0 });
  expect(count(seedling, refusals)).toEqual(seedling);
});

test("draws each request in its second until it has left the window: exactly for a small limit, with its second above", () => {
  const answers = (left: number): Answer[] => [
    allowed(30_000, left),
    allowed(30_500, left - 1),
    allowed(60_000, left - 2),
  ];
  const small = count(seedling, answers(99));
  const large = { ...oak, admitted: small.admitted };

  expect(bars(small, MINUTE)).toHaveLength(61);
  expect(bars(small, MINUTE).slice(29)).toEqual([0, 2, ...Array.from({ length: 29 }, () => 0), 1]);
  expect(expire(small, 90_499).admitted).toEqual([30_500, 60_000]);
  expect(expire(large, 90_499).admitted).toHaveLength(3);
  expect(expire(large, 90_500).admitted).toEqual([60_000]);
});

/** What each layer did with the last of so many requests, in the order that they are met. */
function teller(source = simulate("seedling")) {
  return async (n: number, aim: Aim, now: number): Promise<unknown> => {
    const { answers } = await source.send({ ...aim, count: n }, now);
    return layersMet("seedling", aim).map((met) => partOf(met, answers.at(-1)!));
  };
}

test("tells what each layer did with a request to read", async () => {
  const tell = teller();

  expect(await tell(60, READ, 0)).toEqual(["taken", "taken", "taken"]);
  expect(await tell(1, READ, 0)).toEqual(["given back", "refused", "not asked"]);
  expect(await tell(40, ANYONE, 1_000)).toEqual(["taken", "not asked", "taken"]);
  expect(await tell(1, ANYONE, 1_000)).toEqual(["given back", "not asked", "refused"]);
  await tell(60, ANYONE, MINUTE);
  expect(await tell(1, READ, MINUTE)).toEqual(["given back", "given back", "refused"]);
  for (const minute of [2, 3]) await tell(61, READ, minute * MINUTE);
  expect(await tell(1, READ, 3 * MINUTE)).toEqual(["given back", "not asked", "not asked"]);
});

test("tells what each layer did with a note: of two in one object, the one that had room took nothing", async () => {
  const tell = teller();
  const other: Aim = { ...NOTE, sender: "other" };

  expect(await tell(20, NOTE, 0)).toEqual(["taken", "taken", "taken", "taken"]);
  expect(await tell(11, other, 0)).toEqual(["given back", "given back", "refused", "had room"]);
  await tell(20, NOTE, 5 * MINUTE);
  expect(await tell(1, other, 6 * MINUTE)).toEqual(["given back", "given back", "had room", "refused"]);
});

test("tells that the address keeps what it took under attack, and asks nobody when it refuses", async () => {
  const tell = teller();
  const attacked: Aim = { ...NOTE, level: 1 };

  expect(await tell(21, attacked, 0)).toEqual(["taken", "refused", "not asked", "not asked"]);
  expect(await tell(200, attacked, 0)).toEqual(["refused", "not asked", "not asked", "not asked"]);
});

test("tells nothing of a layer that the request does not meet", async () => {
  const { answers } = await simulate("seedling").send({ ...READ, count: 1 }, 0);
  const [first] = answers;

  expect(layersMet("seedling", NOTE).map((met) => partOf(met, first!))).toEqual(
    Array.from({ length: 4 }, () => undefined),
  );
  expect(partOf(layersMet("seedling", { ...READ, sender: "other" })[1]!, first!)).toBeUndefined();
});
