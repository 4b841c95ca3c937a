import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { unknownTerms } from "../../src/site/catalogue/terms.ts";
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
  expect(page).toContain(`aria-label="Vorführung: Send a statement at another tenant's rows"`);
  expect(page).toContain('aria-label="Suchen"');
  expect(page).not.toMatch(/View as Markdown|Start the demo|>Close</);
});

test("a pattern's page is known as one in every language, by the words of that language", () => {
  expect(read("de/patterns/loom/index.html")).toMatch(
    /<p class="question[^>]*>\s*<span[^>]*>Wie kommt jeder an\?</,
  );
  expect(read("patterns/loom/index.html")).toMatch(
    /<p class="question[^>]*>\s*<span[^>]*>How do many small writes reach/,
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

/** Where the table of contents of a page leads, and what it calls it. */
const contentsOf = (page: string): string[][] =>
  [...page.matchAll(/<starlight-toc[\s\S]*?<\/starlight-toc>/g)].flatMap(([toc]) =>
    [...toc.matchAll(/<a href="#([^"]+)"[^>]*>\s*<span[^>]*>([^<]+)</g)].map(([, id = "", name = ""]) => [
      id,
      name.trim(),
    ]),
  );

test("a translated page of an entry shows the facts of the entry, and its own words for what it translates", () => {
  const page = read("de/catalogue/saga/index.html");

  expect(page).toMatch(/<p class="question[^>]*>Wie endet es ganz\?</);
  expect(page).toMatch(/Langläufer/);
  expect(page).toContain(">Es hat viele Schritte.</li>");
  expect(page).toContain("Ein Flug, ein Zimmer und ein Wagen.");
  // Given once, in English, by the entry.
  expect(page).toContain(">A step cannot be undone, and cannot be moved to the end.</li>");
  expect(page).toContain('href="https://docs.temporal.io/workflows"');
  expect(page).toContain('href="https://microservices.io/patterns/data/saga.html"');
  expect(page).toMatch(/href="\/source\/src\/implementations\/loom\/saga\/sagas\.ts\/#L\d+"/);
});

test("what its components write around the text is in the page's language, as far as that has words for it", () => {
  const page = read("de/catalogue/saga/index.html");

  for (const name of ["Auch genannt", "Gebiet"]) expect(page).toMatch(new RegExp(`<dt[^>]*>${name}</dt>`));
  expect(page).toMatch(/<a href="\/de\/find\/domain\/#data-management"[^>]*>Daten verwalten<\/a>/);
  expect(page).toMatch(/, in Wochen\/Monaten; Pflege: hoch</);
  expect(page).toMatch(/<h3[^>]*>Braucht<\/h3>/);
  expect(page).toMatch(/<\/code>, Zeile \d+/);
  expect(page).toMatch(/<dt[^>]*>Symptoms<\/dt>/);
  expect(read("de/patterns/loom/index.html")).toMatch(/<span class="status[^>]*>gebaut[^<]*</);
  expect(page).not.toMatch(/Also known as|When to use it|When not|>Related<|>References<|>Requires</);
});

test.each([
  [
    "de/catalogue/saga",
    ["Wann", "Wann nicht", "Aufgabe", "Verwandt", "In Grove", "Ein wirkliches System", "Quellen"],
  ],
  ["de/catalogue/outbox", ["Wann", "Wann nicht", "Verwandt", "In Grove", "Ein wirkliches System", "Quellen"]],
  ["de/patterns/loom", ["Verwandt", "In Grove"]],
  ["patterns/loom", ["Related", "In Grove"]],
  ["find/level", ["Beginner", "Intermediate", "Advanced"]],
  ["de/find/level", ["Beginner", "Intermediate", "Advanced"]],
])("the table of contents of %s names what is on the page", (path, names) => {
  const page = read(`${path}/index.html`);
  const contents = contentsOf(page).filter(([id]) => id !== "_top");

  expect([...new Set(contents.map(([, name]) => name))]).toEqual(names);
  for (const [id] of contents) expect(page).toMatch(new RegExp(`<h2[^>]* id="${id}"`));
});

test("every term that is translated is one of the vocabulary", () => {
  const words = JSON.parse(readFileSync(join(SECOND_LANGUAGE, "src/content/i18n/de.json"), "utf8"));

  expect(unknownTerms(words)).toEqual([]);
});

test("relations lead to pages of the reader's language, and say why in its words where it has them", () => {
  const page = read("de/catalogue/saga/index.html");

  expect(page).toMatch(/<a href="\/de\/patterns\/loom\/"[^>]*>Webstuhl<\/a>: It keeps the steps\./);
  expect(page).toMatch(/<a href="\/de\/catalogue\/outbox\/"[^>]*>[^<]+<\/a>: Ohne ihn bleibt sie stehen\./);
  expect(page).not.toMatch(/href="\/(?:catalogue|patterns)\/(?:outbox|loom)\/"/);
  expect(read("de/patterns/loom/index.html")).toMatch(
    /<a href="\/de\/catalogue\/saga\/"[^>]*>Geschichte<\/a>: It keeps the steps\./,
  );
  expect(read("catalogue/outbox/index.html")).toMatch(
    /<a href="\/catalogue\/saga\/"[^>]*>Saga<\/a>: Without it the saga stands\./,
  );
});

test("a translation is no further entry: a list has each once, under the name it has in the reader's language", () => {
  const [english, german] = ["catalogue/index.html", "de/catalogue/index.html"].map(read);

  expect(english).toContain("3 entries");
  expect(english).toMatch(/<a href="\/catalogue\/saga\/"[^>]*>Saga<\/a>/);
  expect(english).not.toContain("Geschichte");
  expect(german).toMatch(/<a href="\/de\/catalogue\/saga\/"[^>]*>Geschichte<\/a>/);
  expect(german).not.toMatch(/>Saga<\/a>/);
});
