/** What stands at the head of a page: a home page has a sentence there, and a name for its links. */
export function readTitle(data: {
  title: string;
  hero?: { title?: string | undefined } | undefined;
}): string {
  return data.hero?.title ?? data.title;
}
