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
    if (page.entry)
      throw new Error(
        `Cannot translate ${id}: it states an entry, which only its English page may; it may give words`,
      );
  }
  return [...ids].map(([id, entry]) => {
    const own = { ...entry, href: inLocale(locale, entry.href) };
    const page = pages.get(id);
    return page ? translate(own, page, id) : own;
  });
}

/** Throws an Error for words that no language would show. */
export function refuseStrayWords(pages: Language["pages"], locales: readonly string[]): void {
  for (const [id, { words }] of pages) {
    if (words && !locales.some((locale) => id.startsWith(`${locale}/`)))
      throw new Error(
        `Cannot translate ${id}: it gives words, and stands in the folder of no language that has a file of them`,
      );
  }
}

function translate(entry: Entry, { title, description, words: said = {} }: Page, id: string): Entry {
  const { relations = {}, inGrove = {} } = said;
  refuseUnknown(
    id,
    relations,
    entry.relations.map(({ to }) => to),
  );
  refuseUnknown(
    id,
    inGrove,
    entry.inGrove.map(({ file }) => file),
  );
  refuseOtherLength(id, said, entry);
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

function refuseUnknown(id: string, said: Readonly<Record<string, string>>, known: readonly string[]): void {
  for (const name of Object.keys(said)) {
    const times = known.filter((one) => one === name).length;
    if (times === 0) throw new Error(`Cannot translate ${id}: its entry does not name ${name}`);
    if (times > 1)
      throw new Error(
        `Cannot translate ${id}: its entry names ${name} twice, and one reason would stand at both`,
      );
  }
}

/** Sentences that are left out of a list, or added to it, would say something else than the entry. */
function refuseOtherLength(id: string, said: Words, entry: Entry): void {
  for (const list of ["symptoms", "when", "whenNot"] as const) {
    const [count, wanted] = [said[list]?.length, entry[list].length];
    if (count !== undefined && count !== wanted)
      throw new Error(`Cannot translate ${id}: it has ${count} under ${list}, and its entry ${wanted}`);
  }
}
