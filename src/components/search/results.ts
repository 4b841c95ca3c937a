import type { FoundPage } from "./search-panel.ts";

const MOST_SECTIONS = 3;

/** The part of a page before its first heading: the page itself, in the reader's eyes. */
const TOP = /^[^#]*(#_top)?$/;

/** One list item a page, with links to the sections where the words stand. */
export function renderResults(pages: readonly FoundPage[]): HTMLLIElement[] {
  return pages.map((page) => {
    const item = document.createElement("li");
    item.append(link(page.meta.title ?? page.url, page.url, "page"));
    const sections = page.sub_results.filter(({ url }) => !TOP.test(url)).slice(0, MOST_SECTIONS);
    if (sections.length === 0) item.append(excerptOf(page.excerpt));
    for (const { title, url, excerpt } of sections)
      item.append(link(title, url, "section"), excerptOf(excerpt));
    return item;
  });
}

function link(text: string, href: string, className: string): HTMLAnchorElement {
  const anchor = document.createElement("a");
  anchor.href = href;
  anchor.className = className;
  anchor.textContent = text;
  return anchor;
}

/** Pagefind's excerpts are HTML of its own making: escaped text, with the found words in `<mark>`. */
function excerptOf(html: string): HTMLParagraphElement {
  const paragraph = document.createElement("p");
  paragraph.innerHTML = html;
  return paragraph;
}
