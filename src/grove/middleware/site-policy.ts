import { z } from "zod";

/** What the site's build found: the hash of every inline script in its pages. */
const InlineScripts = z.object({
  scripts: z.array(z.string().regex(/^sha(?:256|384|512)-[A-Za-z0-9+/]+=*$/)),
});

const known = new WeakMap<Fetcher, string>();

/** The Content-Security-Policy of the site's pages. The hashes are read once per isolate. */
export async function sitePolicy(assets: Fetcher): Promise<string> {
  const policy = known.get(assets) ?? policyFor(await readInlineScripts(assets));
  known.set(assets, policy);
  return policy;
}

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
  if (!found.ok) return [];
  return InlineScripts.parse(await found.json()).scripts;
}
