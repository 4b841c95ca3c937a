import fc from "fast-check";
import { expect, test } from "vitest";
import { partsOfKey, tenantKey, tenantPrefix } from "./keys.ts";
import { Tenant } from "./tenant.ts";

const part = fc.oneof(
  fc.string({ unit: "grapheme", minLength: 1, maxLength: 6 }),
  // What has meant something to a path, a prefix or a name before.
  fc.constantFrom(
    "/",
    "..",
    ".",
    "%2f",
    "%",
    ":",
    "a",
    "a/",
    "/a",
    "t1",
    "t10",
    "é",
    "e\u0301",
    "media",
    " ",
  ),
);
const thing = fc.tuple(
  part,
  fc.array(part, { minLength: 1, maxLength: 3 }) as fc.Arbitrary<[string, ...string[]]>,
);
const keyOf = ([id, parts]: [string, [string, ...string[]]]): string => tenantKey(Tenant.admit(id), ...parts);

test("two things never have one key, and a key says again what it is of", () => {
  fc.assert(
    fc.property(thing, thing, (one, other) => {
      expect(keyOf(one) === keyOf(other)).toBe(JSON.stringify(one) === JSON.stringify(other));
      expect(partsOfKey(Tenant.admit(one[0]), keyOf(one))).toEqual(one[1]);
    }),
    { numRuns: 20_000, seed: 20_261_129 },
  );
});

test("no tenant's keys begin as another's do", () => {
  fc.assert(
    fc.property(thing, part, (one, other) => {
      fc.pre(one[0] !== other);
      expect(keyOf(one).startsWith(tenantPrefix(Tenant.admit(other)))).toBe(false);
      expect(partsOfKey(Tenant.admit(other), keyOf(one))).toBeUndefined();
    }),
    { numRuns: 20_000, seed: 20_261_129 },
  );
});

test("a plain key reads as the seed has it", () => {
  expect(tenantKey(Tenant.admit("alice"), "media", "2026-beans_jpg")).toBe(
    "tenants/alice/media/2026-beans_jpg",
  );
});

test.for(["", "\0", "\uD800"])("%j is no tenant", (id) => {
  expect(() => Tenant.admit(id)).toThrow(TypeError);
});

test("an empty part makes no key", () => {
  expect(() => tenantKey(Tenant.admit("alice"), "")).toThrow("a part is empty");
});

test.for(["tenants/alice/a//b", "tenants/alice/a.b", "tenants/alice/", "tenants/alice/%zz"])(
  "%s was never written by the codec",
  (key) => {
    expect(partsOfKey(Tenant.admit("alice"), key)).toBeUndefined();
  },
);
