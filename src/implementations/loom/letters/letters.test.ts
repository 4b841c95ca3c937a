import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { createSqlLetters, type Letters } from "./letters.ts";

const LETTER = { from: "outbox", what: "comments", body: "secret", why: "no such post", at: 0 };

/** Letters in an object of their own, and what was logged of them. */
async function inObject(act: (letters: Letters) => void): Promise<readonly string[]> {
  const logged: string[] = [];
  const object = env.ADDRESSES.getByName(`letters-${crypto.randomUUID()}`);
  await runInDurableObject(object, (_instance, { storage }) =>
    act(createSqlLetters(storage, (problem) => void logged.push(problem))),
  );
  return logged;
}

test("what is set aside is logged with its reason, and without what it says", async () => {
  const logged = await inObject((letters) => letters.add(LETTER));

  expect(logged).toEqual(["Letter 1 is set aside, by outbox for comments: no such post"]);
});

test("the letter that falls off beyond the thousandth is logged", async () => {
  const logged = await inObject((letters) => {
    for (let i = 0; i < 1_001; i++) letters.add(LETTER);
    expect(letters.count()).toBe(1_000);
  });

  expect(logged.slice(1_001)).toEqual(["Letter 1 is dropped: 1000 are kept"]);
});
