import { expect, test } from "vitest";
import { addressObject } from "./address-object.ts";

async function nameOf(address: string): Promise<[name: string, key: string]> {
  let name = "";
  const ADDRESSES = { getByName: (asked: string) => void (name = asked) };
  const { key } = await addressObject({ ADDRESSES } as unknown as Env, address);
  return [name, key];
}

test("spreads any number of addresses over sixty-four objects, evenly", async () => {
  const names = await Promise.all(
    Array.from({ length: 6_400 }, async (_, n) => (await nameOf(`2001:db8:${n.toString(16)}:0::/64`))[0]),
  );
  const counts = [...Map.groupBy(names, (name) => name).values()].map(({ length }) => length);

  expect(counts).toHaveLength(64);
  expect(Math.max(...counts)).toBeLessThan(150);
  expect(Math.min(...counts)).toBeGreaterThan(50);
  expect(new Set(names.map((name) => name.replace(/\d+$/, "")))).toEqual(new Set(["addresses:"]));
});

test("counts an address as the same each time, and by a key that does not tell it", async () => {
  const [name, key] = await nameOf("203.0.113.7");

  expect(await nameOf("203.0.113.7")).toEqual([name, key]);
  expect(key).toMatch(/^[\da-f]{64}$/);
  expect((await nameOf("203.0.113.8"))[1]).not.toBe(key);
});
