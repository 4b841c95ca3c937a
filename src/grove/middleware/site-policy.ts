import { z } from "zod";

/** What the site's build found: the hash of every inline script in its pages. */
const InlineScripts = z.object({
  scripts: z.array(z.string().regex(/^sha(?:256|384|512)-[A-Za-z0-9+/]+=*$/)),
});

const known = new WeakMap<Fetcher, string>();

/**
 * The Content-Security-Policy of the site's pages. The hashes are read once per isolate; a page served while they
 * cannot be read runs no inline script.
 */
export async function sitePolicy(assets: Fetcher): Promise<string> {
  const policy = known.get(assets);
  if (policy !== undefined) return policy;
  try {
    const read = policyFor(await readInlineScripts(assets));
    known.set(assets, read);
    return read;
  } catch (error) {
    console.error(JSON.stringify({ level: "error", event: "csp.json cannot be read", error: String(error) }));
    return policyFor([]);
  }
}

/** For files that are no pages and hold no inline script: they need not carry the hashes of those that do. */
export const FILE_POLICY = policyFor([]);

function policyFor(hashes: readonly string[]): string {
  const scripts = ["'self'", "'wasm-unsafe-eval'", ...hashes.map((hash) => `'${hash}'`)].join(" ");
  return [
    "default-src 'none'",
    `script-src ${scripts}`,
    // Expressive Code sets style attributes.
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
}

async function readInlineScripts(assets: Fetcher): Promise<readonly string[]> {
  const found = await assets.fetch("https://assets.invalid/csp.json");
  if (!found.ok) throw new Error(`The assets answered ${found.status}.`);
  return InlineScripts.parse(await found.json()).scripts;
}
