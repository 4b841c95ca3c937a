import { expect, test } from "vitest";
import { tellBuilt } from "../../src/site/built-patterns.ts";
import { readFrontMatter } from "../../src/site/front-matter.ts";
import { columnFiles } from "../../src/site/integration.ts";
import { COLUMNS } from "../../src/site/page-schema.ts";
import { ROOT } from "../../tools/sources.ts";
import { readExports } from "../harness/pattern-rules.ts";
import { listBuiltPages, readBuiltPage, readBuiltText } from "./built.ts";
import { listImplementations, listRepositoryFiles, readRepositoryFile } from "./repository.ts";

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

test("the home page says which patterns are built, and how many are to come", () => {
  const patterns = pages.map(({ slug, text }) => {
    const { title, toDo } = readFrontMatter(text) as { title: string; toDo?: string[] };
    const isBuilt = implementations.includes(slug) && toDo === undefined;
    return { title, status: isBuilt ? ("implemented" as const) : ("planned" as const) };
  });

  expect(readBuiltText("/")).toContain(tellBuilt(patterns));
});

test("the README tells of no pattern that is not built", () => {
  const told = [...readRepositoryFile("README.md").matchAll(/\*\*([A-Z][a-z]+)\*\*/g)].map(
    ([, name = ""]) => name,
  );

  const patterns = told
    .map((name) => name.toLowerCase())
    .filter((name) => pages.some(({ slug }) => slug === name));

  expect(patterns.length).toBeGreaterThan(0);
  expect(patterns.filter((slug) => !implementations.includes(slug))).toEqual([]);
});

function listPatternLinks(html: string, part: RegExp): string[] {
  const [links = ""] = part.exec(html) ?? [];
  return [...links.matchAll(/href="(\/patterns\/[^/"]+\/)"/g)].map(([, path = ""]) => path);
}

/** Whether a file imports something of the pattern that exists when it runs, itself or by what its folder names after it. */
function runs(file: string, slug: string): boolean {
  const imports = readRepositoryFile(file).matchAll(/^import (?<what>[^;]*?) from "(?<from>[^"]+)"/gms);
  return [...imports].some(({ groups: { what = "", from = "" } = {} }) => {
    const isOfPattern = from === `#implementations/${slug}` || from === `./${slug}.ts`;
    return isOfPattern && !isType(what) && what.replaceAll(/[{}]/g, "").split(",").some(isValue);
  });
}

/** A type alone is no integration. */
function isType(imported: string): boolean {
  return /^\s*type\b/.test(imported);
}

function isValue(imported: string): boolean {
  return imported.trim() !== "" && !isType(imported);
}
