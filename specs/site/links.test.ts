import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launchBrowser } from "../../tools/browser.ts";
import { isBuilt, listBuiltPages, readBuiltPage } from "./built.ts";

interface Parsed {
  readonly ids: readonly string[];
  readonly links: readonly string[];
}

const SITE = new URL(process.env["SITE_URL"] ?? "http://localhost:8787");
const paths = [...listBuiltPages(), "/404.html"];

let browser: Browser;
let pages: ReadonlyMap<string, Parsed>;

beforeAll(async () => {
  browser = await launchBrowser();
  const parser = await browser.newPage();
  const parsed: [string, Parsed][] = [];
  for (const path of paths) {
    const html = readBuiltPage(path);
    parsed.push([path, await parser.evaluate(parse, { html, isForWrongAddress: path === "/404.html" })]);
  }
  pages = new Map(parsed);
  // No bar: some two hundred pages, on a machine that does other things too.
}, 120_000);

afterAll(() => browser.close());

/** Runs in the browser, whose parser is the one that counts. */
function parse({ html, isForWrongAddress }: { html: string; isForWrongAddress: boolean }): Parsed {
  const page = new DOMParser().parseFromString(html, "text/html");
  // The page for a wrong address has no address of its own.
  if (isForWrongAddress) page.querySelector("link[rel=canonical]")?.remove();
  const read = (attribute: string): string[] =>
    [...page.querySelectorAll(`[${attribute}]`)].map((element) => element.getAttribute(attribute) ?? "");
  const sets = read("srcset").flatMap((set) => set.split(",").map((one) => one.trim().split(/\s/)[0] ?? ""));
  return { ids: read("id"), links: [...read("href"), ...read("src"), ...sets] };
}

test("there are links to look at", () => {
  const links = [...pages.values()].flatMap((page) => page.links);

  expect(pages.size).toBeGreaterThanOrEqual(15);
  expect(links.length).toBeGreaterThan(pages.size * 10);
});

test.for(paths)("every link and anchor on %s leads somewhere", (path) => {
  expect(pages.get(path)!.links.filter((link) => isDead(link, path))).toEqual([]);
});

test.for(paths)("no id stands twice on %s", (path) => {
  const { ids } = pages.get(path)!;

  expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
});

function isDead(link: string, path: string): boolean {
  const url = new URL(link, new URL(path, SITE));
  if (url.origin !== SITE.origin || url.pathname.startsWith("/api/")) return false;
  const target = decodeURIComponent(url.pathname);
  if (!isBuilt(target)) return true;
  const anchor = decodeURIComponent(url.hash.slice(1));
  return anchor !== "" && anchor !== "_top" && pages.get(target)?.ids.includes(anchor) !== true;
}
