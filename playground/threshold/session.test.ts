import type { Tier } from "#implementations/threshold";
import { expect, test } from "vitest";
import type { LiveSource, Opened } from "./live.ts";
import type { Outcome } from "./model.ts";
import type { Answer } from "./answer.ts";
import { LAYERS } from "./layers.ts";
import { Session } from "./session.ts";
import { simulate } from "./simulated.ts";

const LIFETIME = 600_000;

/** As a Worker answers, which does not tell of the address's ceiling. */
function untold({ answers }: Outcome): Outcome {
  const tell = (answer: Answer): Answer => {
    const { address: _, ...told } = answer.told;
    return { ...answer, told };
  };
  return { answers: answers.map(tell) };
}

/** A session beside a Worker that opens a sandbox when `let` says so, at once unless `waits`. */
function start({ waits = false } = {}) {
  const asked: Tier[] = [];
  const waiting: (() => void)[] = [];
  const world = {
    time: 0,
    next: undefined as Outcome | undefined,
    refuses: "",
    asked,
    letOne: () => waiting.shift()?.(),
  };
  const sandbox = (tier: Tier): LiveSource => {
    const source = simulate(tier);
    return {
      tells: LAYERS.filter((layer) => layer !== "address"),
      ladderAt: (sender, now) => source.ladderAt(sender, now),
      name: `sandbox-${asked.length}`,
      expiresAt: world.time + LIFETIME,
      send: async (batch, now) => world.next ?? untold(await source.send(batch, now)),
    };
  };
  const session = new Session({
    now: () => world.time,
    changed: () => undefined,
    open: async (tier): Promise<Opened> => {
      asked.push(tier);
      if (waits) await new Promise<void>((resolve) => void waiting.push(resolve));
      return world.refuses
        ? { kind: "refused", why: world.refuses }
        : { kind: "opened", source: sandbox(tier) };
    },
  });
  return { session, world };
}

test("shows what came back beside what went wrong", async () => {
  const { session, world } = start();
  await session.go({ isLive: true });
  const { answers } = await simulate("seedling").send({ ...session.aim, count: 156 }, 0);
  world.next = { answers, trouble: "Cut off." };

  await session.send(200);

  expect(session.state).toMatchObject({ turnedAway: 96, layers: [{}, { taken: 60 }, { taken: 60 }] });
  expect(session.trouble).toBe("Cut off.");
});

test.for<[string, (session: Session) => unknown]>([
  ["Live off", (session) => session.go({ isLive: false })],
  ["another tier", (session) => session.go({ tier: "oak" })],
  ["signing out", (session) => session.take({ sender: "nobody" })],
  ["sending", (session) => session.send(1)],
  ["stepping the clock", (session) => session.step(1_000)],
  ["starting again", (session) => session.restart()],
])("forgets its trouble with %s", async ([, act]) => {
  const { session, world } = start();
  world.refuses = "All are in use.";
  await session.go({ isLive: true });
  expect(session).toMatchObject({ trouble: "All are in use.", wanted: { tier: "seedling", isLive: false } });

  world.refuses = "";
  await act(session);

  expect(session.trouble).toBe("");
});

test("spends one sandbox on each tier while it lives, and finds it as it was left", async () => {
  const { session, world } = start();
  await session.go({ isLive: true });
  await session.send(3);
  await session.go({ tier: "oak" });
  await session.go({ isLive: false });
  world.time = 5_000;
  await session.go({ tier: "seedling", isLive: true });

  expect(world.asked).toEqual(["seedling", "oak"]);
  expect(session.sandbox?.name).toBe("sandbox-1");
  expect(session.state).toMatchObject({
    layers: [{}, { taken: 3 }, { taken: 3 }],
    now: 5_000,
    news: "Back here: user 3 of 60, tenant 3 of 100.",
  });

  await session.go({ isLive: false });
  world.time = LIFETIME;
  await session.go({ isLive: true });
  expect(world.asked).toEqual(["seedling", "oak", "seedling"]);
});

test("asks for a new sandbox in place of one that the Worker knows no more", async () => {
  const { session, world } = start();
  await session.go({ isLive: true });
  world.next = { answers: [], trouble: "Gone.", isOver: true };
  await session.send(1);
  await session.go({ isLive: false });
  await session.go({ isLive: true });

  expect(world.asked).toEqual(["seedling", "seedling"]);
});

test("goes where it was last told to, when told while a sandbox opens", async () => {
  const { session, world } = start({ waits: true });
  const going = session.go({ isLive: true });
  void session.go({ tier: "sapling" });
  void session.go({ tier: "oak" });
  expect(session.wanted).toEqual({ tier: "oak", isLive: true });

  world.letOne();
  await expect.poll(() => world.asked).toEqual(["seedling", "oak"]);
  world.letOne();
  await going;

  expect(session).toMatchObject({ isBusy: false, state: { tier: "oak" } });
  expect(session.sandbox?.name).toBe("sandbox-2");
});

test("sends as whoever it was last told to", async () => {
  const { session } = start();
  await session.send(61);
  session.take({ sender: "nobody" });
  await session.send(30);
  session.take({ sender: "other" });
  await session.send(20);

  expect(session.state.layers).toMatchObject([{ taken: 100 }, { key: "other", taken: 10 }, { taken: 100 }]);
  expect(session.state.news).toMatch(/^10 allowed, 10 refused by the tenant's limit/);
});

test("has in view what the next request will meet, and finds it again as it was left", async () => {
  const { session } = start();
  await session.send(10);
  session.take({ kind: "note" });
  expect(session.state.layers).toMatchObject(
    ["address", "notes", "notes of all", "writes"].map((name) => ({ policy: { name }, taken: 0 })),
  );
  await session.send(5);
  session.take({ kind: "read" });
  expect(session.state.layers).toMatchObject([{ taken: 10 }, { taken: 10 }, { taken: 10 }]);
  session.take({ kind: "note" });
  expect(session.state.layers.map(({ taken }) => taken)).toEqual([5, 5, 5, 5]);
});

test("counts what comes back where it was sent, though the reader has turned to something else", async () => {
  const { session, world } = start();
  await session.go({ isLive: true });
  const { answers } = untold(await simulate("seedling").send({ ...session.aim, count: 10 }, 0));
  world.next = { answers };
  const sending = session.send(10);
  session.take({ kind: "note" });
  await sending;

  expect(session.state.layers.map(({ taken }) => taken)).toEqual([0, 0, 0, 0]);
  session.take({ kind: "read" });
  expect(session.state.layers.map(({ taken }) => taken)).toEqual([0, 10, 10]);
});

test("leaves the attack level and the other user in the simulation, and finds both again there", async () => {
  const { session } = start();
  session.take({ sender: "other", level: 4 });
  expect(session.state.layers[0]?.policy.limit).toBe(24);
  await session.go({ isLive: true });
  expect(session.aim).toEqual({ kind: "read", sender: "user", level: 0 });
  expect(session.state.layers[0]?.policy.limit).toBe(6_000);
  await session.go({ isLive: false });

  expect(session.aim).toEqual({ kind: "read", sender: "other", level: 4 });
  expect(session.state.layers[0]?.policy.limit).toBe(24);
});

test("shows the ladder of whoever sends", async () => {
  const { session } = start();
  await session.send(61);
  session.take({ sender: "other" });
  expect(session.ladder.level).toBe("clear");
  session.clear();
  session.take({ sender: "nobody" });
  expect(session.ladder.level).toBe("warning");
});

test("shows the simulated ladder at its own time, and clears it when told to", async () => {
  const { session } = start();
  session.clear();
  expect(session.state.news).toBe("There is nothing to clear.");
  await session.send(61);
  expect(session.ladder).toMatchObject({ level: "warning", violations: 1 });

  session.step(60 * 60_000 + 60_000);
  expect(session.ladder.level).toBe("clear");

  await session.send(61);
  session.clear();
  expect(session).toMatchObject({ ladder: { level: "clear" }, state: { news: "The ladder is cleared." } });
});

test("leaves a Worker's ladder to the Worker", async () => {
  const { session } = start();
  await session.go({ isLive: true });
  await session.send(61);
  session.clear();

  expect(session).toMatchObject({ ladder: { level: "warning" } });
});
