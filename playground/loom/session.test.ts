import { expect, test } from "vitest";
import { Session } from "./session.ts";

const offline = async () => await Promise.resolve({ kind: "trouble" as const, why: "offline" });

function newSession(isStreaming = false): Session {
  return new Session({ open: offline, changed: () => undefined, isStreaming });
}

test("a tick is a second of the stream, and no news", async () => {
  const session = newSession(true);
  await session.tick();
  await session.tick();

  expect(session.world.acknowledged).toBe(15);
  expect(session).toMatchObject({ isStreaming: true, news: "Nothing sent yet.", edition: 0 });
});

test("the stream is paused, and goes on where it was", async () => {
  const session = newSession(true);
  await session.toggleStream();
  expect(session).toMatchObject({ isStreaming: false, news: "The stream is paused, and so is the clock." });
  await session.toggleStream();

  expect(session).toMatchObject({ isStreaming: true, news: "Events stream in." });
});

test.for<[string, number, string]>([
  [
    "before D1 has committed",
    0,
    "Killed in the flush, before D1 had committed. Lost so far: 10 by the buffer in memory, 0 by Loom.",
  ],
  [
    "after that",
    5_000,
    "Killed in the flush, after D1 had committed. Lost so far: 0 by the buffer in memory, 0 by Loom.",
  ],
  ["when it is over", 10_000, "Killed. Lost so far: 0 by the buffer in memory, 0 by Loom."],
])("a kill in a flush, %s, is told as such", async ([, ms, told]) => {
  const session = newSession();
  await session.send(10);
  await session.flush();
  expect(session.news).toBe("10 are on their way to D1, in one batch.");
  await session.step(ms);

  await session.kill();

  expect(session.news).toBe(told);
});

test("a step tells what has come to D1 meanwhile, and what is on its way", async () => {
  const session = newSession();
  await session.send(10);
  await session.step(30_000);
  expect(session.news).toBe("30 s later, a flush is on its way.");
  await session.step(5_000);
  expect(session.news).toBe("5 s later, D1 has 10 more, a flush is on its way.");
  await session.step(5_000);

  expect(session.news).toBe("5 s later.");
});

test("starting again forgets the losses, and the stream goes on", async () => {
  const session = newSession(true);
  await session.send(10);
  await session.kill();
  await session.restart();

  expect(session.world).toMatchObject({ acknowledged: 0, memory: { lost: 0 } });
  expect(session.isStreaming).toBe(true);
});
