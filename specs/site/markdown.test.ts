import { readFileSync } from "node:fs";
import { expect, inject, test } from "vitest";
import { readPage } from "../harness/page.ts";
import { listPages } from "../harness/vite-plugin.ts";
import { placesOf, TREES } from "../../src/site/catalogue/trees.ts";
import { markdownAddress } from "../../src/site/markdown/address.ts";
import { isBuilt, readBuiltPage } from "./built.ts";
import { addressOf, codeIn, listShownSources, standsIn } from "./shown.ts";

const SITE = process.env["SITE_URL"] ?? "http://localhost:8787";
const pages = listPages("src/content/docs").filter((page) => !page.endsWith("/404.mdx"));
const sources = listShownSources();

function markdownOf(page: string): string {
  return readBuiltPage(markdownAddress(addressOf(page)));
}

/** Markdown without its code, in which a page may say anything. */
function proseOf(markdown: string): string {
  return markdown.replaceAll(/^ *(`{3,})[\s\S]*?^ *\1$/gm, "").replaceAll(/`[^`]+`/g, "");
}

test("there are pages and shown sources to look at", () => {
  expect(pages.length).toBeGreaterThanOrEqual(19);
  expect(sources.length).toBeGreaterThanOrEqual(25);
});

test.for(pages)("%s has its Markdown, and the page leads to it", (page) => {
  const address = addressOf(page);
  const markdown = markdownOf(page);
  const html = readBuiltPage(address);
  const title = /^# (.+)$/m.exec(markdown)?.[1] ?? "";

  expect(html).toContain(`<link rel="alternate" type="text/markdown" href="${markdownAddress(address)}"/>`);
  expect(html).toContain(`<a href="${markdownAddress(address)}" type="text/markdown">`);
  expect(markdown).toMatch(/^---\ntitle: ".+"\ndescription: ".+"\nurl: ".+"\n---\n\n# /);
  expect(markdown).toContain(`\nurl: "${new URL(address, SITE).href}"\n`);
  expect(markdown).toContain(`---\ntitle: ${JSON.stringify(title)}\n`);
});

test.for(pages)("the Markdown of %s has no component and no tag left in it", (page) => {
  expect(proseOf(markdownOf(page)).match(/<\/?[A-Za-z][^>]*>|^import .* from|^export /gm)).toBeNull();
});

test.for(pages)("each fence of %s stands in its Markdown, character for character", (page) => {
  const { specs, compileFails, shown } = readPage(readFileSync(page, "utf8"));
  const fences = [...specs, ...compileFails, ...shown];
  const code = codeIn(markdownOf(page)).map(({ value }) => value);
  const lost = fences.filter(({ lines, indent }) => {
    const text = lines.map((line) => line.slice(Math.min(indent, line.search(/\S|$/)))).join("\n");
    return !code.includes(text.trimEnd());
  });

  expect(lost.map(({ line }) => `${page}:${line}`)).toEqual([]);
});

test.for(sources)("the Markdown of $page has $file $region as the file has it", ({ page, file }) => {
  const shown = codeIn(markdownOf(page)).filter(({ meta }) => meta.includes(`"${file}, lines `));

  expect(shown.length).toBeGreaterThan(0);
  expect(shown.filter(({ value }) => !standsIn(file, value))).toEqual([]);
});

test("a diagram is told by its title and description, a demo by its invitation and where it runs", () => {
  const markdown = readBuiltPage("/patterns/threshold.md");

  expect(markdown).toMatch(/^> \*\*Diagram: What a request passes\.\*\* A request first meets/m);
  expect(markdown).toMatch(/^\*\*Demo: Send requests .*\.\*\* Pick a tier.* It runs \[on the page\]\(http/m);
  expect(markdown).not.toMatch(/Start the demo|needs JavaScript/);
});

test.for(TREES)("every place of the tree $id has it as a list of its answers, each a link", (tree) => {
  const places = placesOf(tree);
  const answers = places.flatMap(({ path, taken }) => {
    const address = new URL(`/find/decide/${path}/`, SITE).href;
    return taken.slice(-1).map(({ text }) => `- [${text}](${address})`);
  });
  const told = ["/find/decide/", ...places.map(({ path }) => `/find/decide/${path}/`)];
  const lost = told.flatMap((address) => {
    const markdown = readBuiltPage(markdownAddress(address));
    return answers.filter((answer) => !markdown.includes(answer)).map((answer) => `${address}: ${answer}`);
  });

  expect(answers.length).toBe(places.length - 1);
  expect(lost).toEqual([]);
});

test("what a component computes is in the Markdown", () => {
  expect(readBuiltPage("/reference/tiers.md")).toMatch(/^\| seedling \|/m);
  expect(readBuiltPage("/patterns.md")).toMatch(/^\| \[Loom\]\(\S+\) \| indirect \|/m);
});

test("the Worker serves a page's Markdown as Markdown, and has none of a page that is not there", async () => {
  const ask = (path: string): Promise<Response> => fetch(`http://localhost:${inject("port")}${path}`);
  const found = await ask("/patterns/threshold.md");
  const missing = await ask("/patterns/no-such-pattern.md");

  expect(found.status).toBe(200);
  expect(found.headers.get("content-type")?.toLowerCase()).toBe("text/markdown; charset=utf-8");
  expect(await found.text()).toBe(readBuiltPage("/patterns/threshold.md"));
  expect(missing.status).toBe(404);
});

test("the page for a wrong address leads to no Markdown", () => {
  expect(isBuilt("/404.md")).toBe(false);
  expect(readBuiltPage("/404.html")).not.toContain("text/markdown");
});
