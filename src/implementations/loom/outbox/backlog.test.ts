import fc from "fast-check";
import { expect, test } from "vitest";
import { byteLength } from "./backlog.ts";

test("a JSON text has as many bytes as it is encoded in", () => {
  const encoder = new TextEncoder();
  fc.assert(
    fc.property(
      fc.oneof(fc.string({ unit: "binary" }), fc.constantFrom("é", "€", "😀", "\ud83d")),
      (said) => {
        const text = JSON.stringify(["events", said]);
        expect(byteLength(text)).toBe(encoder.encode(text).length);
      },
    ),
  );
});
