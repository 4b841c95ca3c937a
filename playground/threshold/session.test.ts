import type { Tier } from "#implementations/threshold";
import { expect, test } from "vitest";
import type { LiveSource, Opened } from "./live.ts";
import type { Outcome } from "./model.ts";
import { Session } from "./session.ts";
import { simulate } from "./simulated.ts";

const LIFETIME = 600_000;

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
      policies: source.policies,
      ladderAt: (now) => source.ladderAt(now),
      name: `sandbox-${asked.length}`,
      expiresAt: world.time + LIFETIME,
      send: async (batch, now) => world.next ?? source.send(batch, now),
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
  const { answers } = await simulate("seedling").send({ count: 156, isSignedIn: true }, 0);
  world.next = { answers, trouble: "Cut off." };

  await session.send(200);

  expect(session.state).toMatchObject({ turnedAway: 96, layers: [{ taken: 60 }, { taken: 60 }] });
  expect(session.trouble).toBe("Cut off.");
});

test.for<[string, (session: Session) => unknown]>([
  ["Live off", (session) => session.go({ isLive: false })],
  ["another tier", (session) => session.go({ tier: "oak" })],
  ["signing out", (session) => session.sign({ isSignedIn: false })],
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
    layers: [{ taken: 3 }, { taken: 3 }],
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

test("sends with or without the user's session, as it was last told", async () => {
  const { session } = start();
  await session.send(61);
  session.sign({ isSignedIn: false });
  await session.send(50);

  expect(session).toMatchObject({ isSignedIn: false, state: { layers: [{ taken: 60 }, { taken: 100 }] } });
  expect(session.state.news).toMatch(/^40 allowed, 10 refused by the tenant's limit/);
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
