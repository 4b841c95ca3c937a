import { createHash } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { AstroIntegration } from "astro";
import { afterBuild, readHtml } from "./built-html.ts";

/**
 * Writes `dist/csp.json` after the build: the hash of every inline script that the pages execute. The Worker puts
 * them into the site's Content-Security-Policy, so no page needs `unsafe-inline`.
 */
export function collectScriptHashes(): AstroIntegration {
  return afterBuild("collect-script-hashes", async (root) => {
    const pages = await readHtml(root);
    const scripts = [...new Set(pages.flatMap(inlineScriptHashes))].toSorted();
    await writeFile(join(root, "csp.json"), `${JSON.stringify({ scripts })}\n`);
    return `${scripts.length} inline scripts on ${pages.length} pages`;
  });
}

const SCRIPT = /<script\b([^>]*)>([\s\S]*?)<\/script>/gi;

/** The CSP source expressions, `sha256-…`, of the scripts that a page carries within itself and executes. */
export function inlineScriptHashes(html: string): string[] {
  return [...html.matchAll(SCRIPT)]
    .filter(([, attributes = ""]) => !/\ssrc\s*=/i.test(attributes) && isExecuted(attributes))
    .map(([, , body = ""]) => `sha256-${createHash("sha256").update(body).digest("base64")}`);
}

function isExecuted(attributes: string): boolean {
  const type = /\stype\s*=\s*["']?([^"'\s>]+)/i.exec(attributes)?.[1]?.toLowerCase();
  return type === undefined || type === "module" || type === "importmap" || type.endsWith("/javascript");
}
