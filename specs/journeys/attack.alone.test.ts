import { waitOnExecutionContext } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { app } from "#grove/app";
import { ROOM_PER_SECOND, ROOT, shardOf } from "#grove/contracts/load";
import { clock, newContext, newTenant, type TestTenant } from "#specs/fixtures";
import { expect, test } from "vitest";

const NOON = Date.UTC(2026, 10, 21, 12);
const INTERVAL = 5_000;
const FLOOD = { requests: 50 * ROOM_PER_SECOND, refused: 0 };

async function visit({ origin }: TestTenant, address: string): Promise<Response> {
  const context = newContext();
  const request = new Request(origin, { method: "HEAD", headers: { "cf-connecting-ip": address } });
  const answer = await app.fetch(request, env, context);
  await waitOnExecutionContext(context);
  return answer;
}

test("shards sum their isolates' loads, the root decides, and calm brings peace within a minute", async () => {
  clock.set(NOON);
  const shard = env.GLOBALS.getByName(shardOf(0.9));
  const levels: number[] = [];
  for (let i = 0; i < 3; i++) {
    clock.advance(INTERVAL);
    levels.push(await shard.report(FLOOD));
  }
  expect(levels.at(-1)).toBe(4);

  let seconds = 0;
  for (let level = 4; level > 0 && seconds < 120; seconds += 5) {
    clock.advance(INTERVAL);
    level = await shard.report({ requests: 0, refused: 0 });
  }
  expect(seconds).toBeLessThanOrEqual(60);
});

test("a busy isolate learns the level, holds each address to what a reader needs, and lets go again", async () => {
  clock.set(NOON + 3_600_000);
  const garden = await newTenant({ tier: "evergreen" });
  const root = env.GLOBALS.getByName(ROOT);
  for (let i = 0; i < 60; i++) await visit(garden, "192.0.2.1");
  clock.advance(INTERVAL);
  await root.report(FLOOD);
  for (let i = 0; i < 60; i++) await visit(garden, "192.0.2.1");
  clock.advance(INTERVAL);
  await root.report(FLOOD);
  for (let i = 0; i < 60; i++) await visit(garden, "192.0.2.1");

  const [flooder, reader] = [await visit(garden, "192.0.2.1"), await visit(garden, "198.51.100.7")];
  expect(flooder.status).toBe(429);
  expect(reader.status).toBe(200);

  clock.advance(60_000);
  expect((await visit(garden, "192.0.2.1")).status).toBe(200);
});
