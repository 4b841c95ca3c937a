import { inLocale } from "../locale-address.ts";
import type { Entry } from "./entry.ts";
import type { Words } from "./words-schema.ts";

interface Page {
  readonly title: string;
  readonly description: string;
  readonly words?: Words | undefined;
  readonly entry?: unknown;
}

interface Language {
  readonly locale: string;
  /** All pages of the site, by their ids such as `de/catalogue/saga`. */
  readonly pages: ReadonlyMap<string, Page>;
}

/**
 * The entries with their words and addresses in a language: the address is the language's own in any case, because
 * Starlight fills what is missing. Throws an Error for a translation of what is not there.
 */
export function translateEntries(entries: readonly Entry[], { locale, pages }: Language): Entry[] {
  const ids = new Map(entries.map((entry) => [`${locale}${entry.href.slice(0, -1)}`, entry]));
  for (const [id, page] of pages) {
    if (!id.startsWith(`${locale}/`)) continue;
    if (page.words && !ids.has(id))
      throw new Error(`Cannot translate ${id}: there is no such entry in English`);
    if (page.entry) throw new Error(`Cannot translate ${id}: it gives words, and its English page the entry`);
  }
  return [...ids].map(([id, entry]) => {
    const own = { ...entry, href: inLocale(locale, entry.href) };
    const page = pages.get(id);
    return page ? translate(own, page, id) : own;
  });
}

function translate(entry: Entry, { title, description, words: said = {} }: Page, id: string): Entry {
  const { relations = {}, inGrove = {} } = said;
  refuseUnknown(id, relations, new Set(entry.relations.map(({ to }) => to)));
  refuseUnknown(id, inGrove, new Set(entry.inGrove.map(({ file }) => file)));
  return {
    ...entry,
    title,
    summary: description,
    aliases: said.aliases ?? entry.aliases,
    symptoms: said.symptoms ?? entry.symptoms,
    question: said.question ?? entry.question,
    when: said.when ?? entry.when,
    whenNot: said.whenNot ?? entry.whenNot,
    relations: entry.relations.map((one) => ({ ...one, why: relations[one.to] ?? one.why })),
    system: { ...entry.system, what: said.system ?? entry.system.what },
    inGrove: entry.inGrove.map((one) => ({ ...one, why: inGrove[one.file] ?? one.why })),
  };
}

function refuseUnknown(id: string, said: Readonly<Record<string, string>>, known: ReadonlySet<string>): void {
  const lost = Object.keys(said).find((name) => !known.has(name));
  if (lost !== undefined) throw new Error(`Cannot translate ${id}: its entry does not name ${lost}`);
}
