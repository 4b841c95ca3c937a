import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { readEntryFiles } from "../../src/site/catalogue/entry-files.ts";
import { makeGraph } from "../../src/site/catalogue/graph.ts";
import { pathsWith } from "../../src/site/catalogue/paths.ts";
import { placesOf, TREES } from "../../src/site/catalogue/trees.ts";
import { WAYS } from "../../src/site/catalogue/ways.ts";
import { ROOT } from "../../tools/sources.ts";
import { listBuiltPages, readBuiltPage, readBuiltText } from "./built.ts";
import { pagesOfKind } from "./kinds.ts";

// Every page is read as it was built, without a browser: what a reader has without scripts.

const MOST_KILOBYTES = 70;

const pages = listBuiltPages();
const entries = readEntryFiles();
const graph = makeGraph(entries);
const own = entries.filter(({ isGrove }) => !isGrove);

test("every entry has its page, and every page of the kind is an entry's", () => {
  expect(pagesOfKind("entry")).toEqual(own.map(({ href }) => href).toSorted());
  expect(entries.filter(({ href }) => !pages.includes(href))).toEqual([]);
});

test.for(own)("the page of $slug says what its data says", (entry) => {
  const text = readBuiltText(entry.href);
  const said = [
    entry.question,
    ...entry.aliases,
    ...entry.symptoms,
    ...entry.when,
    ...entry.whenNot,
    ...graph.related(entry.slug).flatMap((related) => [related.entry.title, related.why]),
    ...entry.inGrove.flatMap(({ file, why }) => [file, why]),
    entry.system.name,
    entry.system.what,
    ...entry.sources.map(({ title }) => title),
  ];
  const links = linksOf(entry.href);
  const addresses = [
    ...[entry.system, ...entry.sources].map(({ url }) => url),
    ...pathsWith(entry.slug).map(({ level }) => `/find/paths/#${level}`),
  ];

  expect(said.filter((sentence) => !text.includes(sentence.replaceAll(/\s+/g, " ")))).toEqual([]);
  expect(addresses.filter((url) => !links.includes(url))).toEqual([]);
  expect(graph.related(entry.slug).filter((related) => !links.includes(related.entry.href))).toEqual([]);
});

test.for(["/catalogue/", ...WAYS.map(({ href }) => href).filter(isDimension)])(
  "%s leads to every entry in one step",
  (path) => {
    expect(leftOut(readBuiltPage(path))).toEqual([]);
  },
);

test("an entry whose link is taken away is missed", () => {
  const html = readBuiltPage("/catalogue/");

  expect(leftOut(html.replaceAll('href="/catalogue/saga/"', 'href="/"'))).toEqual(["saga"]);
});

/** The entries to which a page has no link. */
function leftOut(html: string): string[] {
  const links = new Set(linksIn(html));
  return entries.filter(({ href }) => !links.has(href)).map(({ slug }) => slug);
}

test("every place of a decision tree has a page, which leads to what comes next", () => {
  const places = TREES.flatMap(placesOf);
  const lost = places.filter(({ path, node }) => {
    const links = linksOf(`/find/decide/${path}/`);
    const next =
      "answers" in node
        ? node.answers.map(({ id }) => `/find/decide/${path}/${id}/`)
        : node.entries.map((slug) => graph.entry(slug).href);
    return next.some((href) => !links.includes(href));
  });

  expect(pagesOfKind("question")).toEqual(places.map(({ path }) => `/find/decide/${path}/`).toSorted());
  expect(lost).toEqual([]);
});

test("every table of an entry scrolls by keyboard, and has no heading without words", () => {
  const pagesWithTables = own.filter(({ href }) => readBuiltPage(href).includes("<table"));
  const wrong = pagesWithTables.filter(({ href }) => {
    const html = readBuiltPage(href);
    const boxes = html.match(/<div class="table-scroll"[^>]*tabindex="0"[^>]*><table/g) ?? [];
    return boxes.length !== html.match(/<table\b/g)?.length || /<th[^>]*>\s*<\/th>/.test(html);
  });

  expect(pagesWithTables.length).toBeGreaterThan(10);
  expect(wrong.map(({ slug }) => slug)).toEqual([]);
});

test("no page is an orphan", () => {
  const linked = new Set(
    pages.flatMap((page) =>
      linksOf(page)
        .flatMap((href) => pathOf(href, page) ?? [])
        .filter((to) => to !== page),
    ),
  );

  expect(pages.filter((page) => !linked.has(page))).toEqual([]);
});

test("no two pages have one title or one description, and each has one first heading", () => {
  const parts = pages.map((page) => {
    const html = readBuiltPage(page);
    return {
      page,
      title: /<title>([^<]+)<\/title>/.exec(html)?.[1] ?? "",
      description: /<meta name="description" content="([^"]+)"/.exec(html)?.[1] ?? "",
      headings: html.match(/<h1\b/g)?.length ?? 0,
    };
  });
  const twice = (values: readonly string[]): string[] =>
    values.filter((value, index) => value === "" || values.indexOf(value) !== index);

  expect(twice(parts.map(({ title }) => title))).toEqual([]);
  expect(twice(parts.map(({ description }) => description))).toEqual([]);
  expect(parts.filter(({ headings }) => headings !== 1)).toEqual([]);
});

test.for(pages.filter((page) => /^\/(?:catalogue|find)\//.test(page)))(
  "the parts of %s weigh no more than a page of the catalogue may",
  (page) => {
    const weight = weigh(page);

    expect(weight).toBeGreaterThan(10);
    expect(weight).toBeLessThanOrEqual(MOST_KILOBYTES);
  },
);

/** The dimensions cut the catalogue and leave nothing out; the others choose. */
function isDimension(href: string): boolean {
  return !["/find/decide/", "/find/paths/", "/find/cards/", "/find/mistakes/", "/find/compare/"].includes(
    href,
  );
}

function linksOf(page: string): string[] {
  return linksIn(readBuiltPage(page));
}

function linksIn(html: string): string[] {
  return [...html.matchAll(/<a\b[^>]*?\shref="([^"]+)"/g)].map(([, href = ""]) =>
    href.replaceAll("&amp;", "&").replaceAll("&#38;", "&"),
  );
}

/** The page of this site that a link leads to. */
function pathOf(href: string, page: string): string | undefined {
  const url = new URL(href, new URL(page, "http://site.example"));
  return url.hostname === "site.example" ? url.pathname : undefined;
}

/** In kilobytes, gzipped: the page, its styles, its scripts with what they import, and the font it asks for first. */
function weigh(page: string): number {
  const html = readBuiltPage(page);
  const linked = [...html.matchAll(/<link\b[^>]*>/g)]
    .map(([tag]) => tag)
    .filter((tag) => /rel="(?:stylesheet|preload|modulepreload)"/.test(tag) && !/media="print"/.test(tag))
    .flatMap((tag) => /\bhref="([^"]+)"/.exec(tag)?.[1] ?? []);
  const scripts = [...html.matchAll(/<script\b[^>]*\bsrc="([^"]+)"/g)].map(([, src = ""]) => src);
  const files = new Set<string>();
  const add = (path: string): void => {
    if (files.has(path)) return;
    files.add(path);
    if (!path.endsWith(".js")) return;
    const code = readFileSync(join(ROOT, "dist", path), "utf8");
    for (const [, name = ""] of code.matchAll(/\bfrom\s*"(\.[^"]+)"|\bimport\s*"(\.[^"]+)"/g))
      if (name) add(new URL(name, `http://site.example${path}`).pathname);
  };
  for (const path of [...linked, ...scripts]) if (path.startsWith("/")) add(path);
  const sizes = [...files].map((path) => {
    const content = readFileSync(join(ROOT, "dist", path));
    return path.endsWith(".woff2") ? content.length : gzipSync(content).length;
  });
  return (gzipSync(html).length + sizes.reduce((sum, size) => sum + size, 0)) / 1000;
}
