import { expect, test } from "vitest";
import { operatorOf } from "./operator-keys.ts";

const [OLD, NEW, OTHER] = ["a", "b", "c"].map((letter) => letter.repeat(43)) as [string, string, string];
const KEYS = `autumn:${NEW}, autumn:${OLD},winter-2:${OTHER}`;

test("a key is its operator's, also one that another is about to replace", async () => {
  expect(await operatorOf(KEYS, NEW)).toBe("autumn");
  expect(await operatorOf(KEYS, OLD)).toBe("autumn");
  expect(await operatorOf(KEYS, OTHER)).toBe("winter-2");
});

test.for(["", "autumn", "d".repeat(43), NEW.slice(1), `${NEW}b`, `autumn:${NEW}`, KEYS, "\uD800"])(
  "%j is nobody's key",
  async (sent) => {
    expect(await operatorOf(KEYS, sent)).toBeUndefined();
  },
);

test.for(["", NEW, "autumn:short", `autumn:${NEW}b`, `:${NEW}`, `autumn:${NEW},`, `two words:${NEW}`])(
  "keys like %j are refused, and not told",
  async (keys) => {
    await expect(operatorOf(keys, NEW)).rejects.toThrow(
      "Cannot read OPERATOR_KEYS: an entry is not a name, a colon and 32 bytes",
    );
  },
);
