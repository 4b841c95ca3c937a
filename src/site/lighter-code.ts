import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { AstroIntegration } from "astro";

/** Makes code blocks lighter once they are built: together these take a fifth off a long page. */
export function lighterCode(): AstroIntegration {
  return {
    name: "lighter-code",
    hooks: {
      "astro:build:done": async ({ dir, logger }) => {
        const root = fileURLToPath(dir);
        const files = (await readdir(root, { recursive: true })).filter((file) => file.endsWith(".html"));
        await Promise.all(
          files.map(async (name) => {
            const file = join(root, name);
            const html = await readFile(file, "utf8");
            await writeFile(file, withSharedColours(withoutRepeatedCode(html)));
          }),
        );
        logger.info(`${files.length} pages`);
      },
    },
  };
}

const TOKEN = /<span style="(--[01][^"]*)">/g;

/** The page with a class for each pair of token colours, and a style sheet of these classes in its head. */
export function withSharedColours(html: string): string {
  const classes = new Map<string, string>();
  const shared = html.replace(TOKEN, (_, colours: string) => {
    const name = classes.get(colours) ?? `tk${classes.size}`;
    classes.set(colours, name);
    return `<span class="${name}">`;
  });
  if (classes.size === 0) return html;
  const rules = [...classes].map(([colours, name]) => `.${name}{${colours}}`).join("");
  return shared.replace("</head>", `<style>${rules}</style></head>`);
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
