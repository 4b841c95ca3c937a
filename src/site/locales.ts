import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { StarlightUserConfig } from "@astrojs/starlight/types";

type Sidebar = NonNullable<StarlightUserConfig["sidebar"]>;
type Words = Readonly<Record<string, string>>;

export interface Locales {
  /** What Starlight is told; nothing while there is one language, so that no page offers a choice of one. */
  readonly options: Pick<StarlightUserConfig, "defaultLocale" | "locales">;
  /** The navigation, each heading in every language that has a word for it. */
  inEachLanguage(sidebar: Sidebar): Sidebar;
}

/** The language of the pages that stand in no folder of a language. */
const ROOT_LANGUAGE = "en";

/**
 * The site's languages: English, and one for each other file of words in `src/content/i18n/`, such as `de.json`. Pages
 * of it stand in a folder of that name, and what is not there is shown in English.
 */
export function readLocales(root = process.cwd()): Locales {
  const folder = join(root, "src/content/i18n");
  const files = existsSync(folder) ? readdirSync(folder).filter((file) => file.endsWith(".json")) : [];
  const others = files
    .map((file) => ({ lang: file.slice(0, -".json".length), words: readWords(join(folder, file)) }))
    .filter(({ lang }) => lang !== ROOT_LANGUAGE);
  if (others.length === 0) return { options: {}, inEachLanguage: (sidebar) => sidebar };
  const locales = Object.fromEntries(others.map(({ lang }) => [lang.toLowerCase(), localeOf(lang)]));
  return {
    options: { defaultLocale: "root", locales: { root: localeOf(ROOT_LANGUAGE), ...locales } },
    inEachLanguage: (sidebar) => sidebar.map((item) => translated(item, others)),
  };
}

function readWords(file: string): Words {
  return JSON.parse(readFileSync(file, "utf8"));
}

/** ECMAScript has it since 2025, TypeScript's library does not. */
type WithTextInfo = Intl.Locale & { getTextInfo(): { direction: "ltr" | "rtl" } };

/** A language under its own name, written in its own direction. */
function localeOf(lang: string) {
  const label = new Intl.DisplayNames([lang], { type: "language" }).of(lang) ?? lang;
  const { direction } = (new Intl.Locale(lang) as WithTextInfo).getTextInfo();
  return { lang, label: label.charAt(0).toLocaleUpperCase(lang) + label.slice(1), dir: direction };
}

/** A heading's words are under `sidebar.` and the English heading. */
function translated(
  item: Sidebar[number],
  languages: readonly { readonly lang: string; readonly words: Words }[],
): Sidebar[number] {
  if (typeof item === "string" || !("label" in item) || item.label === undefined) return item;
  const { label } = item;
  const translations = Object.fromEntries(
    languages.flatMap(({ lang, words }) => {
      const word = words[`sidebar.${label}`];
      return word === undefined ? [] : [[lang, word]];
    }),
  );
  if (!("items" in item)) return { ...item, translations };
  return { ...item, translations, items: item.items.map((one) => translated(one, languages)) };
}
