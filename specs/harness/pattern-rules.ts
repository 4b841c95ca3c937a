import { fieldProblems, type Files, sectionProblems } from "./page-rules.ts";
import { readPage } from "./page.ts";

/** The sections of a pattern's page, in order. */
const SECTIONS = [
  "Purpose",
  "When to use it, and when not",
  "Architecture",
  "Implementation",
  "Specification",
  "Playground",
  "Integration",
  "Issues and considerations",
  "Testing",
  "References",
];

/** Those that a pattern has before its code. */
const ALWAYS = ["Purpose", "When to use it, and when not", "Integration", "References"];

const DEMOS = "playground/demos.ts";
const MARKS = "src/site/marks.ts";

/** The slugs that there is code or a page of. */
export function listPatterns(files: Files): string[] {
  const slugs = [...files.keys()].flatMap((path) => {
    const [, slug] =
      /^src\/(?:implementations\/([^/]+)\/|content\/docs\/patterns\/([^/]+)\.mdx$)/
        .exec(path)
        ?.filter((one) => one !== undefined) ?? [];
    return slug === undefined || slug === "index" ? [] : [slug];
  });
  return [...new Set(slugs)].toSorted();
}

/** Each thing that a pattern's page, code or demo lacks, by its name; empty if nothing is missing. */
export function patternProblems(slug: string, files: Files): string[] {
  const path = `src/content/docs/patterns/${slug}.mdx`;
  const code = [...files.keys()].filter((file) => file.startsWith(`src/implementations/${slug}/`));
  const text = files.get(path);
  if (text === undefined) return [`${path} is missing: src/implementations/${slug} has no page`];
  const page = { slug, text, files };
  const onPage = [
    ...fieldProblems(text, ["pattern", "entry"]),
    ...sectionProblems(text, { all: SECTIONS, wanted: code.length > 0 ? SECTIONS : ALWAYS }),
    ...sourceProblems(page),
    ...(code.length > 0 ? [...partProblems(page), ...nameProblems(page)] : []),
  ];
  return [
    ...onPage.map((problem) => `${path}: ${problem}`),
    ...(code.length > 0 ? fileProblems(slug, files) : []),
  ];
}

interface PatternPage {
  readonly slug: string;
  readonly text: string;
  readonly files: Files;
}

function partProblems({ slug, text }: PatternPage): string[] {
  const parts = ["<Evidence />", `<Demo slug="${slug}" />`, `<Matrix only="${slug}" />`, "<Source "];
  const missing = parts.filter((part) => !text.includes(part)).map((part) => `${part.trim()} is missing`);
  return readPage(text).specs.length > 0 ? missing : [...missing, 'a fence with spec="…" is missing'];
}

/** A `<Source>` of a file or region that is not there. */
function sourceProblems({ text, files }: PatternPage): string[] {
  return [...text.matchAll(/<Source file="([^"]+)"(?: region="([^"]+)")?/g)].flatMap(
    ([, file = "", region]) => {
      const source = files.get(file);
      if (source === undefined) return [`<Source> shows ${file}, which is missing`];
      const isThere = region === undefined || source.includes(`// #region ${region}\n`);
      return isThere ? [] : [`<Source> shows the region "${region}", which is missing in ${file}`];
    },
  );
}

function nameProblems({ slug, text, files }: PatternPage): string[] {
  return readExports(files.get(`src/implementations/${slug}/index.ts`) ?? "")
    .filter((name) => !new RegExp(`\\b${name}\\b`).test(text))
    .map((name) => `${name}, which the pattern exports, is missing`);
}

function fileProblems(slug: string, files: Files): string[] {
  const has = (pattern: RegExp): boolean => [...files.keys()].some((path) => pattern.test(path));
  const wanted: [string, boolean][] = [
    [`src/implementations/${slug}/index.ts`, files.has(`src/implementations/${slug}/index.ts`)],
    [
      `src/implementations/${slug}/**/*.test.ts`,
      has(new RegExp(`^src/implementations/${slug}/.*\\.test\\.ts$`)),
    ],
    [`playground/${slug}/view.ts`, files.has(`playground/${slug}/view.ts`)],
    [`playground/${slug}/*.test.ts`, has(new RegExp(`^playground/${slug}/[^/]+\\.test\\.ts$`))],
    [`an entry for ${slug} in ${DEMOS}`, hasEntry(files.get(DEMOS), slug)],
    [`an entry for ${slug} in ${MARKS}`, hasEntry(files.get(MARKS), slug)],
  ];
  return wanted.filter(([, isThere]) => !isThere).map(([what]) => `${what} is missing`);
}

function hasEntry(list: string | undefined, slug: string): boolean {
  return new RegExp(`^  "?${slug}"?:`, "m").test(list ?? "");
}

/** The names that a module of `export { … } from` passes on. */
export function readExports(index: string): string[] {
  return [...index.matchAll(/export (?:type )?\{([^}]+)\}/g)]
    .flatMap(([, names = ""]) => names.split(","))
    .map((name) => name.replace(/^\s*(?:type\s+)?/, "").trim())
    .filter((name) => name !== "");
}
