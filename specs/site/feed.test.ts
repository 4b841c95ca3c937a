import { expect, inject, test } from "vitest";
import { readHistory } from "../../src/site/history.ts";
import { listPages } from "../harness/vite-plugin.ts";
import { isBuilt, listBuiltPages, readBuiltPage } from "./built.ts";
import { useBrowser } from "./visit.ts";

const browser = useBrowser();

interface Feed {
  readonly error: string | null;
  readonly root: string;
  readonly channel: Readonly<Record<string, string>>;
  readonly items: readonly Readonly<Record<string, string>>[];
}

/** Runs in the browser, whose XML parser forgives nothing. */
function parse(xml: string): Feed {
  const parsed = new DOMParser().parseFromString(xml, "application/xml");
  const read = (element: Element | null): Record<string, string> =>
    Object.fromEntries(
      [...(element?.children ?? [])]
        .filter(({ children }) => children.length === 0)
        .map(({ nodeName, textContent }) => [nodeName, textContent]),
    );
  return {
    error: parsed.querySelector("parsererror")?.textContent ?? null,
    root: parsed.documentElement.nodeName,
    channel: read(parsed.querySelector("channel")),
    items: [...parsed.querySelectorAll("item")].map(read),
  };
}

/** The commits that git knows to have changed a page that is still there, the newest first. */
function changesOfPages(): string[] {
  const pages = new Set(listPages("src/content/docs").filter((page) => !page.endsWith("/404.mdx")));
  return readHistory()
    .changes.filter(({ files }) => files.some((file) => pages.has(file)))
    .map(({ commit }) => commit);
}

test("the feed of changes is well-formed, and each item has what a reader needs", async () => {
  const page = await browser().newPage();
  const { error, root, channel, items } = await page.evaluate(parse, readBuiltPage("/rss.xml"));

  expect(error).toBeNull();
  expect(root).toBe("rss");
  expect(channel).toMatchObject({ language: "en", title: "Grove Patterns: changes" });
  expect(items.map(({ guid }) => guid)).toEqual(changesOfPages().slice(0, 50));
  for (const item of items) {
    expect(item["guid"]).toMatch(/^[0-9a-f]{40}$/);
    expect(Number.isNaN(Date.parse(item["pubDate"] ?? ""))).toBe(false);
    expect(item["title"]).not.toBe("");
    expect(item["description"]).toMatch(/^Changed: .+\.$/);
    expect(isBuilt(new URL(item["link"] ?? "").pathname)).toBe(true);
  }
});

test("every page leads to the feed, and the Worker serves it as XML", async () => {
  const link = '<link rel="alternate" type="application/rss+xml" title="Grove Patterns" href="/rss.xml"/>';
  const answer = await fetch(`http://localhost:${inject("port")}/rss.xml`);

  expect(listBuiltPages().filter((path) => !readBuiltPage(path).includes(link))).toEqual([]);
  expect(answer.headers.get("content-type")).toMatch(/^(?:application|text)\/(?:rss\+)?xml/);
});
