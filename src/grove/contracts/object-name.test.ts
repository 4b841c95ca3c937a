import fc from "fast-check";
import { expect, test } from "vitest";
import { objectName, partsOf } from "#implementations/loom";
import { sessionObjectName, tenantObjectName, userIdOf } from "./object-name.ts";

const part = fc.string({ unit: fc.constantFrom("a", ":", "%", "3", "A", "2", "5", "é"), maxLength: 8 });
const parts = fc.array(part, { minLength: 1, maxLength: 3 });
const FIXED = { seed: 20_261_121, numRuns: 2_000 };

test("reads back the parts that a name was made of, whatever they hold", () => {
  fc.assert(
    fc.property(parts, (made) => {
      expect(partsOf(objectName("post", ...made), "post")).toEqual(made);
    }),
    FIXED,
  );
});

test("gives two users one object only if they are one user", () => {
  expect(sessionObjectName("a:b")).not.toBe(objectName("session", "a", "b"));
  expect(sessionObjectName("a%3Ab")).not.toBe(sessionObjectName("a:b"));
  expect(userIdOf(sessionObjectName("github:alice"))).toBe("github:alice");
});

test("keeps the names of the seeds", () => {
  expect(tenantObjectName("alice")).toBe("tenant:alice");
  expect(sessionObjectName("u-1")).toBe("session:u-1");
});

test.for([undefined, "", "session", "tenant:alice", "sessions:alice"])(
  "finds no user in the name %j",
  (name) => {
    expect(() => userIdOf(name)).toThrow(TypeError);
  },
);
