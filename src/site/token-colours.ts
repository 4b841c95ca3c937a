import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { AstroIntegration } from "astro";

/** Expressive Code writes both colours of a token into each of thousands of spans: a tenth of a long page. */
export function shareTokenColours(): AstroIntegration {
  return {
    name: "share-token-colours",
    hooks: {
      "astro:build:done": async ({ dir, logger }) => {
        const root = fileURLToPath(dir);
        const files = (await readdir(root, { recursive: true })).filter((file) => file.endsWith(".html"));
        await Promise.all(
          files.map(async (name) => {
            const file = join(root, name);
            await writeFile(file, withSharedColours(await readFile(file, "utf8")));
          }),
        );
        logger.info(`${files.length} pages`);
      },
    },
  };
}

const TOKEN = /<span style="(--[01][^"]*)">/g;

/** The page with a class for each pair of colours, and a style sheet of these classes in its head. */
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
