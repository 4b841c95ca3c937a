import type { Context } from "hono";
import type { GroveEnv } from "../context.ts";
import { problem } from "../middleware/errors.ts";
import { FILE_POLICY, sitePolicy } from "../middleware/site-policy.ts";

/** Nothing is built under this name, so the assets answer for it with the site's 404 page. */
const NO_PAGE = "/.none";

/** Serves the built site: everything on the apex that is not the API. */
export async function site(c: Context<GroveEnv>): Promise<Response> {
  if (c.req.method !== "GET" && c.req.method !== "HEAD") {
    return problem(c, "method-not-allowed", {
      detail: "Pages can only be read.",
      headers: { Allow: "GET, HEAD" },
    });
  }
  const assets: Fetcher | undefined = c.env.ASSETS;
  if (!assets) return problem(c, "not-found", { detail: "The site has not been built into this Worker." });

  const url = new URL(c.req.url);
  // The policy's hashes are for the Worker, not for readers.
  if (url.pathname === "/csp.json") url.pathname = NO_PAGE;
  const found = await assets.fetch(new Request(url, c.req.raw));

  const answer = new Response(found.body, found);
  // What is missing is answered with a page.
  const isFile = /^\/(?:_astro|fonts)\//.test(url.pathname) && (found.ok || found.status === 304);
  answer.headers.set("Content-Security-Policy", isFile ? FILE_POLICY : await sitePolicy(assets));
  // Astro names these files by their content.
  if (isFile && url.pathname.startsWith("/_astro/")) {
    answer.headers.set("Cache-Control", "public, max-age=31536000, immutable");
  }
  return answer;
}
