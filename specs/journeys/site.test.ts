import { env } from "cloudflare:workers";
import { app } from "#grove/app";
import { expect, test } from "vitest";

const FILES: Readonly<Record<string, string>> = {
  "/": "<!doctype html><title>Site</title>",
  "/_astro/page.a1b2c3.js": "export {};",
  "/csp.json": JSON.stringify({ scripts: ["sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="] }),
};

/** Stands for the build, which the specs run before. specs/site looks at the real one. */
const built: Env = {
  ...env,
  ASSETS: {
    fetch: async (input: Request | string) => {
      const { pathname } = new URL(input instanceof Request ? input.url : input);
      return new Response(FILES[pathname] ?? "no page", { status: pathname in FILES ? 200 : 404 });
    },
  } as Fetcher,
};

async function get(path: string, bindings: unknown = built): Promise<Response> {
  return await app.fetch(new Request(`http://grove.localhost${path}`), bindings as Env);
}

test("a page may run the scripts that the build found in it, and no other inline one", async () => {
  const policy = (await get("/")).headers.get("content-security-policy");

  expect(policy).toContain("'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='");
  expect(policy).not.toMatch(/script-src[^;]*'unsafe-inline'/);
});

test("a file named by its content is kept for a year, and a missing one is not", async () => {
  const [found, missing] = [await get("/_astro/page.a1b2c3.js"), await get("/_astro/none.js")];

  expect(found.headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
  expect(missing.status).toBe(404);
  expect(missing.headers.get("cache-control")).toBeNull();
});

test("the policy's hashes are not a page", async () => {
  expect((await get("/csp.json")).status).toBe(404);
});

test("a Worker without the site says so", async () => {
  const answer = await get("/", { ...env, ASSETS: undefined });

  expect(answer.status).toBe(404);
  expect(await answer.json()).toMatchObject({ detail: "The site has not been built into this Worker." });
});
