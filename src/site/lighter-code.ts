import type { AstroIntegration } from "astro";
import { afterBuild, rewriteHtml } from "./built-html.ts";

/** Makes code blocks lighter once they are built: together these take a fifth off a long page. */
export function lighterCode(): AstroIntegration {
  return afterBuild("lighter-code", async (root) => {
    const count = await rewriteHtml(root, (html) =>
      withSharedColours(withoutRepeatedCode(withStylesInHead(html))),
    );
    return `${count} pages`;
  });
}

/** What Expressive Code puts into the first block of the Markdown, and into the first that a component shows. */
const IN_BLOCK =
  /(?<=<div class="expressive-code">)(?:<link rel="stylesheet"[^>]*>|<script type="module"[^>]*><\/script>)+/g;

/** The page with the styles and the script of its blocks in its head, once: styles that come later style it all again. */
export function withStylesInHead(html: string): string {
  const [first = ""] = html.match(IN_BLOCK) ?? [];
  return html.replace(IN_BLOCK, "").replace("</head>", `${first}</head>`);
}

/** A token that has two colours, for the dark and the light theme, and nothing else. */
const TOKEN = /<span style="(--0:[^;"]*;--1:[^;"]*)">([^<]*)<\/span>/g;
/** What Expressive Code says of tokens that carry their colours themselves. */
const SHOWN =
  ".expressive-code [class^=tk]{color:var(--0)}:root[data-theme=light] .expressive-code [class^=tk]{color:var(--1)}";

/** The page with a class for each pair of token colours, and a style sheet of these classes in its head. */
export function withSharedColours(html: string): string {
  const classes = new Map<string, string>();
  const shared = html.replace(TOKEN, (_, colours: string, text: string) => {
    // A blank shows no colour.
    if (text.trim() === "") return text;
    const name = classes.get(colours) ?? `tk${classes.size}`;
    classes.set(colours, name);
    return `<span class="${name}">${text}</span>`;
  });
  if (classes.size === 0) return html;
  const rules = [...classes].map(([colours, name]) => `.${name}{${colours}}`).join("");
  return withCommonColours(shared).replace("</head>", `<style>${SHOWN}${rules}</style></head>`);
}

const CODE = /(<pre data-language[^>]*><code)>(.*?)(?=<\/code>)/gs;
const SHARED_TOKEN = /<span class="(tk\d+)">([^<]*)<\/span>/g;

/** Each block with its most common colour told once: where all of its text has colours, what has none takes that. */
function withCommonColours(html: string): string {
  return html.replace(CODE, (whole, start: string, code: string) => {
    const common = mostCommon([...code.matchAll(SHARED_TOKEN)].map(([, name = ""]) => name));
    const isAllColoured =
      code
        .replace(SHARED_TOKEN, "")
        .replace(/<[^>]*>/g, "")
        .trim() === "";
    if (common === undefined || !isAllColoured) return whole;
    const rest = code.replace(SHARED_TOKEN, (token, name: string, text: string) =>
      name === common ? text : token,
    );
    return `${start} class="${common}">${rest}`;
  });
}

function mostCommon(names: readonly string[]): string | undefined {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].toSorted(([, left], [, right]) => right - left)[0]?.[0];
}

const BLOCK = /(<pre [^>]*><code>(.*?)<\/code><\/pre><div class="copy">.*?) data-code="([^"]*)"/gs;
/** Stands for a line's end in what Expressive Code has its button copy. */
const LINE_END = /\u007f/g;

/**
 * The page without the second copy of each block's code, which the copy button carries: `copy-code.ts` reads it off the
 * block. It is kept where it differs from what is shown, such as a terminal's without its comments.
 */
export function withoutRepeatedCode(html: string): string {
  return html.replace(BLOCK, (...[whole = "", rest = "", code = "", copied = ""]: string[]) => {
    const lines = code.split('<div class="ec-line').slice(1);
    const shown = lines.map((line) => decode(`<div${line}`.replace(/<[^>]*>/g, "")).replace(/\n$/, ""));
    return shown.join("\n") === decode(copied).replace(LINE_END, "\n") ? rest : whole;
  });
}

const NAMED: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

function decode(text: string): string {
  return text
    .replace(/&#x([\da-f]+);/gi, (_, hex: string) => String.fromCodePoint(Number.parseInt(hex, 16)))
    .replace(/&#(\d+);/g, (_, decimal: string) => String.fromCodePoint(Number(decimal)))
    .replace(/&(\w+);/g, (entity, name: string) => NAMED[name] ?? entity);
}
