import { expect, test } from "vitest";
import { DEMOS } from "../../playground/demos.ts";
import { readHeadings } from "../../src/site/headings.ts";
import { columnFiles } from "../../src/site/integration.ts";
import { COLUMNS } from "../../src/site/page-schema.ts";
import { ROOT } from "../../tools/sources.ts";
import { listBuiltPages, readBuiltPage, readBuiltText } from "./built.ts";
import { listImplementations, listRepositoryFiles, readRepositoryFile } from "./repository.ts";

const HEADINGS = [
  "Purpose",
  "When to use it, and when not",
  "Architecture",
  "Implementation",
  "Specification",
  "Playground",
  "Integration",
  "Issues and considerations",
  "Testing",
  "References",
];
const NUMBERS = ["None", "One", "Two", "Three", "Four", "Five", "Six"];
const ALWAYS = ["Purpose", "When to use it, and when not", "Integration", "References"];

const implementations = listImplementations();
const pages = listRepositoryFiles().flatMap((file) => {
  const slug = /^src\/content\/docs\/patterns\/([a-z-]+)\.mdx?$/.exec(file)?.[1];
  return slug === undefined || slug === "index" ? [] : [{ slug, text: readRepositoryFile(file) }];
});

test("there are patterns to look at, and each is built", () => {
  const built = listBuiltPages();

  expect(pages.length).toBeGreaterThanOrEqual(6);
  expect(implementations.length).toBeGreaterThanOrEqual(1);
  expect(pages.map(({ slug }) => `/patterns/${slug}/`).filter((path) => !built.includes(path))).toEqual([]);
});

test.for(pages)("the headings of $slug stand in order", ({ slug, text }) => {
  const headings = readHeadings(text);
  const isImplemented = implementations.includes(slug);

  expect(headings).toEqual(HEADINGS.filter((heading) => isImplemented || headings.includes(heading)));
  expect(ALWAYS.filter((heading) => !headings.includes(heading))).toEqual([]);
});

test.for(implementations)("%s has a page, a demo and a spec", (slug) => {
  const page = pages.find((one) => one.slug === slug);

  expect(page?.text).toMatch(/^ *`{3,}ts .*\bspec="/m);
  expect(Object.keys(DEMOS)).toContain(slug);
  expect(page?.text).toMatch(/<Demo\b/);
});

test.for(implementations)("every name that %s exports appears on its page", (slug) => {
  const names = readExports(readRepositoryFile(`src/implementations/${slug}/index.ts`));
  const text = readBuiltText(`/patterns/${slug}/`);

  expect(names.length).toBeGreaterThan(0);
  expect(names.filter((name) => !new RegExp(`\\b${name}\\b`).test(text))).toEqual([]);
});

test.for(pages)("the integration of $slug agrees with what Grove imports", ({ slug, text }) => {
  const matter = text.split(/^---$/m)[1] ?? "";
  const stated = COLUMNS.map((column) => ({
    column,
    link: new RegExp(`\\b${column}:\\s*(direct|indirect|none)\\b`).exec(matter)?.[1],
  }));
  const wrong = stated.filter(({ column, link }) => {
    const files = implementations.includes(slug) ? columnFiles(column, ROOT) : [];
    if (files.length === 0) return false; // One side is to come, and the matrix says so.
    return (link === "direct") !== files.some((file) => runs(file, slug));
  });

  expect(stated.filter(({ link }) => link === undefined)).toEqual([]);
  expect(wrong).toEqual([]);
});

test("the sidebar lists the patterns in the order of the index", () => {
  const html = readBuiltPage("/patterns/");
  const sidebar = listPatternLinks(html, /<nav class="sidebar[\s\S]*?<\/nav>/);

  expect(sidebar.length).toBe(pages.length);
  expect(sidebar).toEqual(listPatternLinks(html, /<ul class="patterns[\s\S]*?<\/ul>/));
});

test.for([
  ["the home page", readBuiltText("/")],
  ["the README", readRepositoryFile("README.md").replaceAll(/\s+/g, " ")],
])("%s says which patterns are built, and how many are to come", ([, text]) => {
  const built = implementations.map((slug) => slug.replace(/^./, (first) => first.toUpperCase()));
  const left = NUMBERS[pages.length - built.length];

  expect(text).toContain(
    `${new Intl.ListFormat("en").format(built)} ${built.length === 1 ? "is" : "are"} built`,
  );
  expect(text).toContain(`${left} ${left === "One" ? "is" : "are"} to come`);
});

function listPatternLinks(html: string, part: RegExp): string[] {
  const [links = ""] = part.exec(html) ?? [];
  return [...links.matchAll(/href="(\/patterns\/[^/"]+\/)"/g)].map(([, path = ""]) => path);
}

function readExports(index: string): string[] {
  return [...index.matchAll(/export (?:type )?\{([^}]+)\}/g)]
    .flatMap(([, names = ""]) => names.split(","))
    .map((name) => name.replace(/^\s*(?:type\s+)?/, "").trim())
    .filter((name) => name !== "");
}

/** Whether a file imports something of the pattern that exists when it runs: a type alone is no integration. */
function runs(file: string, slug: string): boolean {
  const imports = readRepositoryFile(file).matchAll(/^import (?<what>[^;]*?) from "(?<from>[^"]+)"/gms);
  return [...imports].some(({ groups }) => {
    const names = (groups?.["what"] ?? "").replaceAll(/[{}]/g, "").split(",");
    return (
      groups?.["from"] === `#implementations/${slug}` && names.some((name) => !/^\s*(?:type\b|$)/.test(name))
    );
  });
}
