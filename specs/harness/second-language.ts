import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { readFrontMatter } from "../../src/site/front-matter.ts";
import { ROOT } from "../../tools/sources.ts";

/** A site of some pages in English and a few in German, of this site's own components, built where nothing is committed. */
export const SECOND_LANGUAGE = join(ROOT, ".specs", "second-language");

/** From a page that is so many folders below the site's pages to the components. */
const components = (depth: number): string => `${"../".repeat(depth + 5)}src/components`;

const described = (text: string): string =>
  `description: ${text} ${".".repeat(Math.max(0, 80 - text.length))}`;

/** The front matter of one of this site's own entries, in so small a catalogue that it is related to one other. */
function english(page: string, relation: { to: string; kind: string; why: string }): string {
  const { title, description, pattern, entry } = readFrontMatter(
    readFileSync(join(ROOT, "src/content/docs", page), "utf8"),
  );
  const said = { title, description, pattern, entry: { ...(entry as object), relations: [relation] } };
  return `---\n${JSON.stringify(said)}\n---\n`;
}

/** One whose title has an apostrophe. */
const demo = (depth: number): string => `
import Demo from "${components(depth)}/Demo.astro";

<Demo slug="prism" />
`;

const home = (title: string): string => `---
title: ${title}
${described(title)}
template: splash
hero: { title: ${title}, tagline: ${title} }
---

${title}
`;

/** What adds a language: one file of words, and the pages that are written in it. Nothing else here knows of German. */
const GERMAN = {
  "src/content/i18n/de.json": JSON.stringify({
    "sidebar.Patterns": "Muster",
    "search.close": "Schließen",
    "demo.label": "Vorführung: {{title}}",
    "demo.start": "Vorführung starten",
    "demo.needsScript": "Die Vorführung braucht JavaScript.",
    "page.viewMarkdown": "Als Markdown ansehen",
    "page.copyMarkdown": "Seite als Markdown kopieren",
    "page.copiedMarkdown": "Kopiert.",
    "page.notCopiedMarkdown": "Nicht kopiert.",
    "entry.aliases": "Auch genannt",
    "entry.domain": "Gebiet",
    "entry.time": "in {{time}}",
    "entry.upkeep": "Pflege: {{grade}}",
    "entry.when": "Wann",
    "entry.whenNot": "Wann nicht",
    "entry.related": "Verwandt",
    "entry.inGrove": "In Grove",
    "entry.line": "Zeile {{line}}",
    "entry.system": "Ein wirkliches System",
    "entry.references": "Quellen",
    "term.Requires": "Braucht",
    "term.Data management": "Daten verwalten",
    "term.high": "hoch",
    "term.weeks": "Wochen/Monaten",
    "term.implemented": "gebaut",
    "term.verified": "gebaut und geprüft",
  }),
  "src/content/docs/de/index.mdx": home("Ein Hain von Mustern"),
  "src/content/docs/de/patterns/loom.mdx": `---
title: Webstuhl
${described("Trägt Geschriebenes weiter.")}
words:
  question: Wie kommt jeder an?
---
${demo(2)}`,
  "src/content/docs/de/catalogue/saga.md": `---
title: Geschichte
${described("Viele Schritte, ganz oder gar nicht.")}
words:
  aliases: [Langläufer]
  question: Wie endet es ganz?
  when: [Es hat viele Schritte., Jeder kann zurück., Es dauert.]
  relations:
    outbox: Ohne ihn bleibt sie stehen.
---

## Aufgabe

Ein Flug, ein Zimmer und ein Wagen.
`,
};

const ENGLISH = {
  "src/content/docs/index.mdx": home("A grove of patterns"),
  "src/content/docs/patterns/loom.mdx":
    english("patterns/loom.mdx", { to: "saga", kind: "enables", why: "It keeps the steps." }) + demo(1),
  "src/content/docs/catalogue/saga.md": english("catalogue/saga.md", {
    to: "outbox",
    kind: "requires",
    why: "Without it the saga stands.",
  }),
  "src/content/docs/catalogue/outbox.md": english("catalogue/outbox.md", {
    to: "loom",
    kind: "enables",
    why: "It carries what was written.",
  }),
  "src/content/docs/catalogue/index.mdx": `---
title: The entries
${described("All of them, in one list.")}
---

import AllEntries from "${components(1)}/catalogue/AllEntries.astro";

<AllEntries />
`,
  "src/content/docs/patterns/index.mdx": `---
title: The patterns
${described("All of them, in one list.")}
---

import Matrix from "${components(1)}/Matrix.astro";
import PatternList from "${components(1)}/PatternList.astro";

<PatternList />

<Matrix />
`,
  "src/content/docs/find/level.mdx": `---
title: By level
${described("All of them, by level.")}
---

import Groups from "${components(1)}/catalogue/Groups.astro";

<Groups by="level" />
`,
  "src/content.config.ts": `export { collections } from "../../../src/content.config.ts";\n`,
  "astro.config.mjs": `
import { readdirSync } from "node:fs";
import starlight from "@astrojs/starlight";
import { defineConfig } from "astro/config";
import { readLocales } from "../../src/site/locales.ts";
import { markdownPages } from "../../src/site/markdown/index.ts";

const overrides = readdirSync("src/components/overrides").filter((file) => file.endsWith(".astro"));
const locales = readLocales(import.meta.dirname);

export default defineConfig({
  site: "https://example.org",
  trailingSlash: "always",
  integrations: [
    starlight({
      title: "Grove Patterns",
      ...locales.options,
      pagefind: false,
      editLink: { baseUrl: process.env.EDIT_URL },
      routeMiddleware: ["../../src/site/catalogue/route.ts", "../../src/site/route.ts"],
      components: Object.fromEntries(
        overrides.map((file) => [file.slice(0, -".astro".length), "../../src/components/overrides/" + file]),
      ),
      sidebar: locales.inEachLanguage([{ label: "Patterns", items: ["patterns", "patterns/loom"] }]),
    }),
    markdownPages({ title: "Grove Patterns", description: "Two languages" }),
  ],
});
`,
};

/** Writes the site anew. */
export function writeSecondLanguage(): void {
  rmSync(SECOND_LANGUAGE, { recursive: true, force: true });
  for (const [name, text] of Object.entries({ ...ENGLISH, ...GERMAN })) {
    const file = join(SECOND_LANGUAGE, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  cpSync(join(ROOT, "src/content/i18n/en.json"), join(SECOND_LANGUAGE, "src/content/i18n/en.json"));
}
