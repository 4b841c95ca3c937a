import type { Entry } from "./entry.ts";
import type { EntryMatter } from "./entry-schema.ts";

/** What an entry says that is right in everything: tests break one thing of it. */
export function sampleMatter(changes: Partial<EntryMatter> = {}): EntryMatter {
  return {
    kind: "pattern",
    aliases: [],
    symptoms: ["it hurts", "it hurts again"],
    domain: "resilience",
    subDomain: "load-management",
    layers: ["platform"],
    problems: [{ matrix: "availability", row: "overload", role: "primary" }],
    level: "beginner",
    complexity: { build: "low", time: "days", upkeep: "low" },
    question: "What is it for?",
    when: ["It hurts in this way.", "It hurts in that way."],
    whenNot: ["It does not hurt.", "It hurts elsewhere."],
    relations: [{ to: "other", kind: "enables", why: "The other stands on it." }],
    system: { name: "A system", url: "https://example.com/", what: "It has this too." },
    sources: [
      { title: "One", url: "https://example.com/one" },
      { title: "Two", url: "https://example.com/two" },
    ],
    inGrove: [],
    ...changes,
  };
}

/** A small entry, related as the test says: `["requires other", "enables third"]`. */
export function sampleEntry(
  slug: string,
  relations: readonly string[] = [],
  changes: Partial<Entry> = {},
): Entry {
  return {
    ...sampleMatter(),
    slug,
    title: slug.replace(/^./, (first) => first.toUpperCase()),
    summary: "A summary.",
    href: `/catalogue/${slug}/`,
    isGrove: false,
    toDo: [],
    body: "word ".repeat(200),
    relations: relations.map((relation) => {
      const [kind = "", to = ""] = relation.split(" ");
      return { kind: kind as Entry["relations"][number]["kind"], to, why: "It is so here." };
    }),
    ...changes,
  };
}
