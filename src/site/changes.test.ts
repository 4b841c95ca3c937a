import { expect, test } from "vitest";
import { toFeedItems } from "./changes.ts";

const at = new Date("2026-02-03T10:00:00Z");
const pages = new Map(
  ["a", "b", "c", "d", "e", "f", "g"].map((name) => [
    `${name}.mdx`,
    { title: name.toUpperCase(), address: `https://example.org/${name}/` },
  ]),
);

test("a change is told by its commit's subject and the pages it changed", () => {
  const [item] = toFeedItems([{ commit: "c0ffee", at, subject: "a & b", files: ["a.mdx", "b.mdx"] }], pages);

  expect(item).toMatchObject({ title: "a & b", pubDate: at, description: "Changed: A, B." });
  expect(item?.customData).toBe('<link>https://example.org/a/</link><guid isPermaLink="false">c0ffee</guid>');
});

test("of many pages a few are named, and of pages that are gone none", () => {
  const items = toFeedItems(
    [
      { commit: "1", at, subject: "all", files: [...pages.keys()] },
      { commit: "2", at, subject: "gone", files: ["gone.mdx"] },
    ],
    pages,
  );

  expect(items.map(({ description }) => description)).toEqual(["Changed: A, B, C, D, E and 2 more."]);
});

test("the feed holds the newest fifty, and nothing where nothing is known", () => {
  const changes = Array.from({ length: 60 }, (_, i) => ({
    commit: String(i),
    at,
    subject: `change ${i}`,
    files: ["a.mdx"],
  }));

  expect(toFeedItems(changes, pages).at(-1)?.title).toBe("change 49");
  expect(toFeedItems([], pages)).toEqual([]);
});
