import { Problem } from "#grove/contracts/problem";
import { SANDBOXES_IN_ALL, SANDBOXES_PER_CLIENT, SANDBOXES_PER_NETWORK } from "#grove/contracts/sandbox";
import { clock } from "#specs/fixtures";
import { beforeEach, expect, test } from "vitest";
import { ask, make, countSandboxes, removeSandboxes } from "./sandboxes.requests.ts";

beforeEach(removeSandboxes);

test("gives an address three, however many it asks for at once", async () => {
  clock.set(Date.UTC(2026, 10, 21));
  const answers = await Promise.all(Array.from({ length: 20 }, async () => await ask()));
  const refused = answers.find(({ status }) => status === 429)!;

  expect(answers.filter(({ status }) => status === 201)).toHaveLength(SANDBOXES_PER_CLIENT);
  expect(refused.headers.get("retry-after")).toBe("600");
  expect(Problem.parse(await refused.json())["violated-policies"]).toEqual(["sandboxes-per-client"]);
});

test("counts the whole /64 of an IPv6 address as one client", async () => {
  const answers = await Promise.all(
    Array.from(
      { length: 6 },
      async (_, host) => await ask(undefined, { "cf-connecting-ip": `2001:db8:5:5::${host}` }),
    ),
  );

  expect(answers.filter(({ status }) => status === 201)).toHaveLength(SANDBOXES_PER_CLIENT);
});

test.for([
  ["an IPv6 /48", (host: number) => `2001:db8:5:${host.toString(16)}::1`],
  ["an IPv4 /24", (host: number) => `203.0.113.${host}`],
] as const)("gives %s six, from however many addresses it asks", async ([, addressOf]) => {
  const answers = await Promise.all(
    Array.from(
      { length: 20 },
      async (_, host) => await ask(undefined, { "cf-connecting-ip": addressOf(host) }),
    ),
  );
  const refused = answers.find(({ status }) => status === 429)!;

  expect(answers.filter(({ status }) => status === 201)).toHaveLength(SANDBOXES_PER_NETWORK);
  expect(Problem.parse(await refused.json())["violated-policies"]).toEqual(["sandboxes-per-network"]);
  expect((await ask()).status).toBe(201);
});

test("names the moment at which every bound has room", async () => {
  clock.set(Date.UTC(2026, 10, 21));
  const [mine, neighbour] = ["203.0.113.1", "203.0.113.2"].map((ip) => ({ "cf-connecting-ip": ip }));
  for (let made = 0; made < 3; made++) await ask(undefined, neighbour);
  clock.advance(60_000);
  for (let made = 0; made < 3; made++) await ask(undefined, mine);
  const refused = await ask(undefined, mine);

  expect(refused.headers.get("retry-after")).toBe("600");
});

test("gives fifty in all, however many addresses ask at once", async () => {
  const answers = await Promise.all(
    Array.from(
      { length: 70 },
      async (_, host) => await ask(undefined, { "cf-connecting-ip": `198.51.${host}.1` }),
    ),
  );
  const refused = answers.find(({ status }) => status === 429)!;

  expect(answers.filter(({ status }) => status === 201)).toHaveLength(SANDBOXES_IN_ALL);
  expect(await countSandboxes()).toBe(SANDBOXES_IN_ALL);
  expect(Problem.parse(await refused.json())["violated-policies"]).toEqual(["sandboxes"]);
});

test("has room again when the first has expired, at the moment that the refusal named", async () => {
  clock.set(Date.UTC(2026, 10, 21));
  for (let made = 0; made < SANDBOXES_PER_CLIENT; made++) await make();
  const refused = await ask();
  clock.advance(Number(refused.headers.get("retry-after")) * 1000);

  expect((await ask()).status).toBe(201);
});
