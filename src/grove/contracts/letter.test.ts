import fc from "fast-check";
import { expect, test } from "vitest";
import { type LettersOf, lettersPath, readLettersOf, showLetter } from "./letter.ts";

const id = fc.oneof(fc.uuid(), fc.string({ unit: "binary", minLength: 1 }));
const day = fc
  .date({ min: new Date("2000-01-01"), max: new Date("2099-12-31"), noInvalidDate: true })
  .map((at) => at.toISOString().slice(0, 10));
const lettersOf: fc.Arbitrary<LettersOf> = fc.oneof(
  fc.constant({ kind: "blog" } as const),
  fc.record({ kind: fc.constant("post" as const), id }),
  fc.record({ kind: fc.constant("day" as const), day }),
);

test("what the log names is what the route reads, whatever a post is called", () => {
  fc.assert(
    fc.property(lettersOf, (of) => {
      const { pathname } = new URL(lettersPath(of), "http://alice.grove.localhost");
      const [, api, letters, name = "", ...more] = pathname.split("/");

      expect([api, letters, more]).toEqual(["api", "letters", []]);
      expect(readLettersOf(decodeURIComponent(name))).toEqual(of);
    }),
    { seed: 20_261_129, numRuns: 1_000 },
  );
});

test("a comment that says so is shown, and what Grove knows of its author is not", () => {
  const body = { text: '{"isShadowed":true}', isShadowed: true };
  const letter = { id: 1, from: "outbox", what: "comments", body, why: "no such post", at: 0 };

  expect(JSON.parse(showLetter(letter).body)).toEqual({ text: '{"isShadowed":true}' });
});
