import { createExecutionContext } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { app } from "#grove/app";
import {
  clientAddress,
  clock,
  newMember,
  newTenant,
  tenantObject,
  type TestMember,
  type TestTenant,
} from "#specs/fixtures";
import { beforeEach, expect, test } from "vitest";

const NOON = Date.UTC(2026, 10, 23, 12);
const SKEW = 20_000;

beforeEach(() => clock.set(NOON));

/** Asks an object whose clock is behind this isolate's. */
async function behind<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
  const here = Date.now();
  clock.set(here - SKEW);
  try {
    return await ask();
  } finally {
    clock.set(here);
  }
}

type Told = readonly [status: number, retryAfter: string | null];

async function send(request: Request, objects: object): Promise<Told> {
  request.headers.set("cf-connecting-ip", clientAddress());
  const by = { ...env, ...objects } as Env;
  const answer = await app.fetch(request, by, createExecutionContext());
  return [answer.status, answer.headers.get("retry-after")];
}

function tenantsBehind(garden: TestTenant): object {
  const object = tenantObject(garden);
  const checkTenantRateLimit = async (...args: Parameters<typeof object.checkTenantRateLimit>) =>
    await behind(async () => await object.checkTenantRateLimit(...args));
  return { TENANTS: { getByName: () => ({ checkTenantRateLimit }) } };
}

function sessionsBehind({ object }: TestMember): object {
  const validateSession = async (...args: Parameters<typeof object.validateSession>) =>
    await behind(async () => await object.validateSession(...args));
  return { SESSIONS: { getByName: () => ({ validateSession }) } };
}

test("an isolate ahead of its tenant's object names the time that the object named", async () => {
  const garden = await newTenant();
  const visit = async () => {
    const request = new Request(garden.origin, { method: "HEAD" });
    return await send(request, tenantsBehind(garden));
  };
  for (let i = 0; i < 100; i++) await visit();

  expect(await visit()).toEqual([429, "60"]);
  expect(await visit()).toEqual([429, "60"]);
  clock.advance(59_000);
  expect(await visit()).toEqual([429, "1"]);
});

test("an isolate ahead of a user's object names the times that the object named", async () => {
  const member = await newMember();
  const { path, headers } = member;
  const ask = async () => {
    const request = new Request(`http://grove.localhost${path}/requests`, { headers });
    return await send(request, sessionsBehind(member));
  };
  for (let i = 0; i < 60; i++) await ask();

  expect(await ask()).toEqual([429, "60"]);
  expect(await ask()).toEqual([429, "60"]);

  clock.advance(60_000);
  await behind(async () => {
    for (let step = 0; step < 2; step++) await member.object.escalateAbuse("told by hand");
  });
  expect(await ask()).toEqual([503, "60"]);
  expect(await ask()).toEqual([503, "60"]);
});
