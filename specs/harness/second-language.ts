import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { readFrontMatter } from "../../src/site/front-matter.ts";
import { ROOT } from "../../tools/sources.ts";

/** A site of three pages in English and two in German, of this site's own components, built where nothing is committed. */
export const SECOND_LANGUAGE = join(ROOT, ".specs", "second-language");

/** From a page that is so many folders below the site's pages to the components. */
const components = (depth: number): string => `${"../".repeat(depth + 5)}src/components`;

/** What a pattern says of itself besides its words. */
const LOOM = readFrontMatter(readFileSync(join(ROOT, "src/content/docs/patterns/loom.mdx"), "utf8"));

/** There is no other entry in so small a catalogue. */
const TO_ITSELF = [{ to: "loom", kind: "enables", why: "It is the only one here." }];

const pattern = (depth: number, [title = "", question = "", text = ""]: readonly string[]): string => `---
title: ${title}
description: ${text} ${".".repeat(Math.max(0, 80 - text.length))}
pattern: ${JSON.stringify(LOOM["pattern"])}
entry: ${JSON.stringify({ ...(LOOM["entry"] as object), question, relations: TO_ITSELF })}
---

import Demo from "${components(depth)}/Demo.astro";

## Purpose

${text}

<Demo slug="loom" />
`;

const home = (title: string): string => `---
title: ${title}
description: ${title} ${".".repeat(90)}
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
  }),
  "src/content/docs/de/index.mdx": home("Ein Hain von Mustern"),
  "src/content/docs/de/patterns/loom.mdx": pattern(2, [
    "Webstuhl",
    "Wie kommt jeder an?",
    "Trägt Geschriebenes weiter.",
  ]),
};

const ENGLISH = {
  "src/content/docs/index.mdx": home("A grove of patterns"),
  "src/content/docs/patterns/loom.mdx": pattern(1, [
    "Loom",
    "How does each arrive?",
    "Carries what was written.",
  ]),
  "src/content/docs/patterns/index.mdx": `---
title: The patterns
description: ${"All of them, in one list. ".repeat(4).trim()}
---

import Matrix from "${components(1)}/Matrix.astro";
import PatternList from "${components(1)}/PatternList.astro";

<PatternList />

<Matrix />
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
      routeMiddleware: "../../src/site/route.ts",
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
