import type { EntryMatter } from "./entry-schema.ts";

/** One entry of the catalogue: what its page says in its front matter, and where the page is. */
export interface Entry extends EntryMatter {
  readonly slug: string;
  readonly title: string;
  readonly summary: string;
  readonly href: string;
  /** Whether it is one of Grove's own patterns, whose page is under /patterns/. */
  readonly isGrove: boolean;
  /** What its page names as still to do. */
  readonly toDo: readonly string[];
  /** The page's text, in Markdown. */
  readonly body: string;
}

interface PageData {
  readonly title: string;
  readonly description: string;
  readonly toDo?: readonly string[] | undefined;
  readonly entry?: EntryMatter | undefined;
}

const FOLDERS = /^(?<folder>catalogue|patterns)\/(?<slug>[^/]+)$/;

/** The entry that a page holds, by the page's id such as `catalogue/saga`; undefined for every other page. */
export function entryOf(
  id: string,
  { title, description, toDo = [], entry }: PageData,
  body: string,
): Entry | undefined {
  const { folder, slug } = FOLDERS.exec(id)?.groups ?? {};
  if (slug === undefined || entry === undefined) return undefined;
  return {
    ...entry,
    slug,
    title,
    summary: description,
    href: `/${id}/`,
    isGrove: folder === "patterns",
    toDo,
    body,
  };
}

export const byTitle = (a: { readonly title: string }, b: { readonly title: string }): number =>
  a.title.localeCompare(b.title, "en");
