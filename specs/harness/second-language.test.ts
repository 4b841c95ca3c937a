import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { must } from "../../tools/run.ts";
import { SECOND_LANGUAGE, writeSecondLanguage } from "./second-language.ts";

beforeAll(async () => {
  writeSecondLanguage();
  // With what Vitest sets, Astro would build as for development.
  const asForReaders = { NODE_ENV: "production", DEV: "", PROD: "1" };
  const env = { EDIT_URL: "https://git.example.org/grove/edit/main/", ...asForReaders };
  await must("astro", ["build", "--root", SECOND_LANGUAGE], { env });
}, 300_000);

const read = (path: string): string => readFileSync(join(SECOND_LANGUAGE, "dist", path), "utf8");

test("files alone add a language: its pages, its navigation, and a choice between the two", () => {
  const page = read("de/patterns/loom/index.html");

  expect(page).toContain('<html lang="de" dir="ltr"');
  expect(page).toMatch(/<h1 id="_top"[^>]*>Webstuhl<\/h1>/);
  expect(page).toMatch(/<span class="large[^>]*>Muster<\/span>/);
  expect(page).toMatch(/<option value="\/patterns\/loom\/"[^>]*>English<\/option>/);
  expect(page).toMatch(/<option value="\/de\/patterns\/loom\/"[^>]*selected[^>]*>Deutsch<\/option>/);
});

test("the site's own controls speak it", () => {
  const page = read("de/patterns/loom/index.html");

  for (const words of [
    "Als Markdown ansehen",
    "Seite als Markdown kopieren",
    "Vorführung starten",
    "Schließen",
  ]) {
    expect(page).toContain(words);
  }
  expect(page).toContain('aria-label="Vorführung: ');
  expect(page).toContain('aria-label="Suchen"');
  expect(page).not.toMatch(/View as Markdown|Start the demo|>Close</);
});

test("a pattern's page is known as one in every language, by the words of that language", () => {
  expect(read("de/patterns/loom/index.html")).toMatch(
    /<p class="question[^>]*>\s*<span[^>]*>Wie kommt jeder an\?</,
  );
  expect(read("patterns/loom/index.html")).toMatch(
    /<p class="question[^>]*>\s*<span[^>]*>How does each arrive\?</,
  );
});

test("lists lead to pages of the reader's language, also on a page that is not translated", () => {
  const untranslated = read("de/patterns/index.html");

  expect(untranslated).toMatch(/<a href="\/de\/patterns\/loom\/"[^>]*>Webstuhl<\/a>/);
  expect(untranslated).not.toMatch(/<main[\s\S]*href="\/patterns\/loom\/"[\s\S]*<\/main>/);
  expect(read("patterns/index.html")).toMatch(/<a href="\/patterns\/loom\/"[^>]*>Loom<\/a>/);
});

test("each language has its Markdown, its address and its source", () => {
  const page = read("de/patterns/loom/index.html");

  expect(page).toContain('<link rel="alternate" type="text/markdown" href="/de/patterns/loom.md"/>');
  expect(page).toContain('<link rel="canonical" href="https://example.org/de/patterns/loom/"/>');
  expect(page).toMatch(/hreflang="de" href="https:\/\/example\.org\/de\/patterns\/loom\/"/);
  expect(page).toContain(
    'href="https://git.example.org/grove/edit/main/src/content/docs/de/patterns/loom.mdx"',
  );
  expect(read("de/patterns/loom.md")).toMatch(/^---\ntitle: "Webstuhl"\n/);
  expect(read("de.md")).toContain("Ein Hain von Mustern");
});
