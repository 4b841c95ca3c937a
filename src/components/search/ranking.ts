import { synonymsOf, wordsOf } from "./query.ts";

/** What the index tells of a page before anything of the page is loaded. */
export interface Hit {
  readonly id: string;
  readonly score: number;
  /** Which of the page's name, other names and symptoms have the word. */
  readonly matchedMetaFields?: readonly string[] | undefined;
}

/** The part of Pagefind that ranking needs; `null` asks for every page. */
export interface Index<Page extends Hit> {
  search(term: string | null): Promise<{ readonly results: readonly Page[] }>;
}

/** What a page is worth to one word of the query, from 0 to 1, and how much the word tells. */
interface Word<Page> {
  readonly pages: ReadonlyMap<string, Page>;
  readonly worth: ReadonlyMap<string, number>;
  readonly rarity: number;
}

const WORTH = {
  /** Of a page that has the word at all, however seldom. */
  least: 0.5,
  /** Of one that has it in its text only. */
  inText: 0.7,
  /** Of one that has another word for it. */
  synonym: 0.8,
  /** Added where all words of the query are on one page. */
  whole: 0.25,
} as const;

/** How Pagefind is to weigh a word: by the parts of a page where an entry's own data stand, and whole words far first. */
export const RANKING = { metaWeights: { title: 5, aliases: 5, symptoms: 3 }, termSimilarity: 5 } as const;

/**
 * The pages that answer a query, best first. Pagefind wants all words of a query on one page; here a page may miss some,
 * and counts by which it has, how rare those are, and how much it is about them.
 */
export async function rankPages<Page extends Hit>(
  index: Index<Page>,
  query: string,
  /** What Pagefind itself finds for the query. */
  whole: readonly Page[],
): Promise<readonly Page[]> {
  const terms = wordsOf(query);
  if (terms.length < 2 && whole.length > 0) return whole;
  const all = (await index.search(null)).results.length;
  const words = await Promise.all(terms.map((term) => findWord(index, term, all)));
  const telling = words.reduce((sum, { rarity }) => sum + rarity, 0) || 1;
  const ofWhole = shares(whole);

  const worth = (id: string): number =>
    words.reduce((sum, word) => sum + word.rarity * (word.worth.get(id) ?? 0), 0) / telling +
    WORTH.whole * (ofWhole.get(id) ?? 0);
  const pages = new Map([...words.flatMap((word) => [...word.pages]), ...whole.map(entryOf)]);
  return [...pages.values()]
    .map((page) => ({ page, value: worth(page.id) }))
    .toSorted((a, b) => b.value - a.value)
    .map(({ page }) => page);
}

/** The pages that have a word, or another word for it. */
async function findWord<Page extends Hit>(
  index: Index<Page>,
  word: string,
  all: number,
): Promise<Word<Page>> {
  const found = await Promise.all(
    [word, ...synonymsOf(word)].map(async (term) => (await index.search(term)).results),
  );
  const worth = new Map<string, number>();
  for (const [nth, results] of found.entries()) {
    const share = shares(results);
    for (const { id, matchedMetaFields = [] } of results) {
      const value =
        (WORTH.least + (1 - WORTH.least) * (share.get(id) ?? 0)) *
        (matchedMetaFields.length > 0 ? 1 : WORTH.inText) *
        (nth === 0 ? 1 : WORTH.synonym);
      worth.set(id, Math.max(worth.get(id) ?? 0, value));
    }
  }
  const pages = new Map(found.toReversed().flat().map(entryOf));
  return { pages, worth, rarity: Math.log(1 + all / (1 + pages.size)) };
}

/** Each page's score as a part of the highest. */
function shares(results: readonly Hit[]): ReadonlyMap<string, number> {
  const highest = Math.max(...results.map(({ score }) => score), Number.EPSILON);
  return new Map(results.map(({ id, score }) => [id, Math.max(0, score) / highest]));
}

const entryOf = <Page extends Hit>(page: Page): [string, Page] => [page.id, page];
