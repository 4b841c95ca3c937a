import { expect, test } from "vitest";
import { tenantKey } from "./keys.ts";
import { Tenant } from "./tenant.ts";

const alice = Tenant.admit("alice");

test.for<[string, unknown]>([
  ["an object with the same fields", { id: "alice" }],
  ["an object with the same prototype", Object.create(Tenant.prototype)],
  ["a copy", Object.assign(Object.create(Tenant.prototype), { name: "alice" })],
  ["a clone", JSON.parse(JSON.stringify(alice))],
  ["a proxy", new Proxy(alice, {})],
  ["the id itself", "alice"],
  ["nothing", undefined],
])("%s opens nothing", ([, forged]) => {
  expect(() => tenantKey(forged as Tenant, "media")).toThrow(TypeError);
});

test("whose it is cannot be changed", () => {
  expect(() => Object.assign(alice, { id: "bob" })).toThrow(TypeError);
  expect(alice.id).toBe("alice");
});
