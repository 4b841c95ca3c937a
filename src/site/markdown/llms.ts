import { asText, type MarkdownPage } from "./page.ts";
import { markdownAddress } from "./address.ts";

/** The site's sections, in the order of its navigation; any other follows by name. */
const SECTIONS = ["start", "patterns", "guides", "catalogue", "find", "reference", "contribute"];

interface Site {
  readonly title: string;
  readonly description: string;
}

/** `llms.txt`: what the site is, and each page's Markdown by section, as llmstxt.org proposes. */
export function toIndex(site: Site, pages: readonly MarkdownPage[]): string {
  const lists = [...bySection(pages)].map(([section, members]) => {
    const lines = members.map(
      ({ title, address, description }) => `- [${title}](${markdownOf(address)}): ${description}`,
    );
    return `## ${headed(section)}\n\n${lines.join("\n")}\n`;
  });
  return [`# ${site.title}\n\n> ${site.description}\n`, ...lists].join("\n");
}

/** Made of what other pages and files say: lists of entries, and whole files of source. */
const REPEATING: ReadonlySet<string> = new Set(["find", "source"]);

/** `llms-full.txt`: the text of every page that says something of its own, in the same order. */
export function toFullText(site: Site, pages: readonly MarkdownPage[]): string {
  const sections = [...bySection(pages)].filter(([section]) => !REPEATING.has(section));
  const texts = sections.flatMap(([, members]) => members).map(asText);
  return [`# ${site.title}\n\n> ${site.description}\n`, ...texts].join("\n---\n\n");
}

function bySection(pages: readonly MarkdownPage[]): Map<string, MarkdownPage[]> {
  const found = Map.groupBy(pages, ({ address }) => new URL(address).pathname.split("/")[1] ?? "");
  const place = (section: string): number => {
    if (section === "") return -1;
    const at = SECTIONS.indexOf(section);
    return at === -1 ? SECTIONS.length : at;
  };
  return new Map([...found].toSorted(([a], [b]) => place(a) - place(b) || a.localeCompare(b)));
}

function headed(section: string): string {
  const words = section === "" ? "home" : section.replaceAll("-", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function markdownOf(address: string): string {
  return new URL(markdownAddress(new URL(address).pathname), address).href;
}
