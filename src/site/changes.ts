import type { RSSFeedItem } from "@astrojs/rss";
import type { PageChange } from "./history.ts";

interface NamedPage {
  readonly title: string;
  readonly address: string;
}

const CHANGES = 50;
const NAMED = 5;

/**
 * The newest changes as items of a feed, one a commit: what its author says of it, and the pages that it changed. Pages
 * that are no longer there are left out, and so is a commit that changed no other.
 */
export function toFeedItems(
  changes: readonly PageChange[],
  pages: ReadonlyMap<string, NamedPage>,
): RSSFeedItem[] {
  return changes
    .map((change) => ({ ...change, pages: change.files.flatMap((file) => pages.get(file) ?? []) }))
    .flatMap(({ commit, at, subject, pages: [first, ...others] }): RSSFeedItem[] => {
      if (!first) return [];
      // Many changes are of one page, so its address does not tell them apart, and the commit does.
      const identity = `<link>${first.address}</link><guid isPermaLink="false">${commit}</guid>`;
      return [{ title: subject, pubDate: at, description: listed([first, ...others]), customData: identity }];
    })
    .slice(0, CHANGES);
}

function listed(pages: readonly NamedPage[]): string {
  const names = pages.slice(0, NAMED).map(({ title }) => title);
  const rest = pages.length - names.length;
  return `Changed: ${names.join(", ")}${rest > 0 ? ` and ${rest} more` : ""}.`;
}
