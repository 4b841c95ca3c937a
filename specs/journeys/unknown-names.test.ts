import { env } from "cloudflare:workers";
import { app } from "#grove/app";
import { Problem } from "#grove/contracts/problem";
import { addTenant } from "#grove/storage/tenants";
import { openDirectory } from "#grove/tenancy/directory";
import { clientAddress, clock, newTenant } from "#specs/fixtures";
import { beforeEach, expect, test } from "vitest";

const NOON = Date.UTC(2026, 10, 21, 12);
const ANOTHER_CLIENT = "192.0.2.77";

let asked: string[] = [];

/** The same objects, and a list of those that were asked. */
const watched: Env = {
  ...env,
  TENANTS: {
    getByName: (name: string) => {
      asked.push(name);
      return env.TENANTS.getByName(name);
    },
  } as Env["TENANTS"],
};

beforeEach(() => {
  asked = [];
  clock.set(NOON);
});

function unique(): string {
  return `n-${crypto.randomUUID().slice(0, 8)}`;
}

async function visit(subdomain: string, from = clientAddress()): Promise<Response> {
  const url = `http://${subdomain}.grove.localhost/`;
  return await app.fetch(new Request(url, { headers: { "cf-connecting-ip": from } }), watched);
}

async function visitStrangers(count: number): Promise<Response[]> {
  const answers = [];
  for (let sent = 0; sent < count; sent++) answers.push(await visit(unique()));
  return answers;
}

async function make(subdomain: string): Promise<void> {
  const owner = { id: `u-${subdomain}`, email: `${subdomain}@example.test`, displayName: "Owner" };
  const createdAt = Date.now();
  const words = { displayName: "New", description: "" };
  await addTenant(openDirectory(env), {
    id: subdomain,
    subdomain,
    ...words,
    tier: "seedling",
    owner,
    createdAt,
  });
}

test("asks no object for half a minute about a name that was just nobody's", async () => {
  const name = unique();
  const answers = [];
  for (let sent = 0; sent < 5; sent++) answers.push(await visit(name));
  expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 404, 404]);
  expect(asked).toHaveLength(1);

  clock.advance(30_000);
  await visit(name);
  expect(asked).toHaveLength(2);
});

test("opens a new blog at once, and half a minute late to those who looked before it was made", async () => {
  const [fresh, awaited] = [unique(), unique()];
  await make(fresh);
  expect((await visit(fresh)).status).toBe(200);

  expect((await visit(awaited)).status).toBe(404);
  await make(awaited);
  clock.advance(29_999);
  expect((await visit(awaited)).status).toBe(404);
  clock.advance(1);
  expect((await visit(awaited)).status).toBe(200);
});

test("gives an address sixty names that are nobody's a minute, and asks no object after that", async () => {
  const answers = await visitStrangers(63);
  const last = answers.at(-1)!;

  expect(answers.slice(0, 60).every(({ status }) => status === 404)).toBe(true);
  expect(answers.slice(60).map(({ status }) => status)).toEqual([429, 429, 429]);
  expect(asked).toHaveLength(60);
  expect(Number(last.headers.get("retry-after"))).toBe(60);
  expect(Problem.parse(await last.json())["violated-policies"]).toEqual(["address"]);
});

test("counts a name asked for again against the sixty", async () => {
  const name = unique();
  for (let sent = 0; sent < 60; sent++) await visit(name);

  expect((await visit(name)).status).toBe(429);
});

test("refuses neither the blogs it has met, nor other addresses, nor the next minute", async () => {
  const garden = await newTenant();
  await visit(garden.subdomain);
  await visitStrangers(61);

  expect((await visit(garden.subdomain)).status).toBe(200);
  expect((await visit(unique(), ANOTHER_CLIENT)).status).toBe(404);
  clock.advance(61_000);
  expect((await visit(unique())).status).toBe(404);
});

test("says how much an address may ask of blogs, where no tenant's limit says more", async () => {
  const garden = await newTenant();
  const [stranger, met] = [await visit(unique()), await visit(garden.subdomain)];

  expect(stranger.headers.get("ratelimit-policy")).toBe('"address";q=6000;w=60');
  expect(met.headers.get("ratelimit-policy")).toBe('"requests";q=100;w=60');
});
