import { expect, test } from "vitest";
import { type Hit, type Index, rankPages } from "./ranking.ts";

interface Text {
  /** The words of its name, other names and symptoms. */
  readonly says?: string;
  readonly text?: string;
}

/** An index that does what Pagefind does, as far as the ranking sees: every word of a term, or nothing. */
function indexOf(pages: Readonly<Record<string, Text>>): Index<Hit> {
  const search = async (term: string | null) => ({
    results: Object.entries(pages).flatMap(([id, { says = "", text = "" }]): Hit[] => {
      const has = (words: string, word: string) => words.split(" ").includes(word);
      const words = term?.split(" ") ?? [];
      if (!words.every((word) => has(says, word) || has(text, word))) return [];
      return [{ id, score: 1, matchedMetaFields: words.some((word) => has(says, word)) ? ["symptoms"] : [] }];
    }),
  });
  return { search };
}

async function rank(pages: Readonly<Record<string, Text>>, query: string): Promise<string[]> {
  const index = indexOf(pages);
  const ranked = await rankPages(index, query, (await index.search(query)).results);
  return ranked.map(({ id }) => id);
}

test("a page that has most words is found though none has all", async () => {
  const pages = { one: { text: "queue" }, two: { text: "queue memory" }, other: { text: "geohash" } };

  expect(await rank(pages, "queue memory overflows")).toEqual(["two", "one"]);
});

test("a rare word tells more than one that many pages have", async () => {
  const pages = {
    a: { text: "service" },
    b: { text: "service" },
    c: { text: "service" },
    rare: { text: "lease" },
  };

  expect((await rank(pages, "service lease"))[0]).toBe("rare");
});

test("a page that says the word of itself comes before one that has it in its text", async () => {
  const pages = { mentions: { text: "jitter" }, is: { says: "jitter" } };

  expect(await rank(pages, "jitter backoff")).toEqual(["is", "mentions"]);
});

test("another word for the same is found, after the reader's own", async () => {
  const pages = { another: { text: "paid twice" }, own: { text: "double charge" }, other: { text: "lease" } };

  expect(await rank(pages, "double charge")).toEqual(["own", "another"]);
});

test("one word that is found is left as Pagefind ranks it", async () => {
  const pages = { first: { text: "lease" }, second: { says: "lease" } };

  expect(await rank(pages, "lease")).toEqual(["first", "second"]);
});

test("what nobody says finds nothing", async () => {
  expect(await rank({ page: { text: "lease" } }, "quux frobnicate")).toEqual([]);
});
