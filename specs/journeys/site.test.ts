import { env } from "cloudflare:workers";
import { app } from "#grove/app";
import { expect, test, vi } from "vitest";

const FILES: Readonly<Record<string, string>> = {
  "/": "<!doctype html><title>Site</title>",
  "/_astro/page.a1b2c3.js": "export {};",
  "/csp.json": JSON.stringify({ scripts: ["sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="] }),
};

/** Stands for the build, which the specs run before. specs/site looks at the real one. */
const built = withFiles((path) => {
  const text = FILES[path];
  return text === undefined ? new Response("no page", { status: 404 }) : new Response(text);
});

function withFiles(answer: (path: string, request: Request) => Response): Env {
  const fetch = async (input: Request | string) => {
    const request = new Request(input);
    const { pathname } = new URL(request.url);
    return request.headers.has("if-none-match")
      ? new Response(null, { status: 304 })
      : answer(pathname, request);
  };
  return { ...env, ASSETS: { fetch } as Fetcher };
}

async function get(
  path: string,
  bindings: unknown = built,
  headers: Record<string, string> = {},
): Promise<Response> {
  return await app.fetch(new Request(`http://grove.localhost${path}`, { headers }), bindings as Env);
}

test("a page may run the scripts that the build found in it, and no other inline one", async () => {
  const policy = (await get("/")).headers.get("content-security-policy");

  expect(policy).toContain("'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='");
  expect(policy).not.toMatch(/script-src[^;]*'unsafe-inline'/);
});

test("a file that is no page carries no page's hashes, and the page for a missing one does", async () => {
  const [file, missing] = [await get("/_astro/page.a1b2c3.js"), await get("/_astro/none.js")];

  expect(file.headers.get("content-security-policy")).toMatch(/script-src 'self' 'wasm-unsafe-eval';/);
  expect(missing.headers.get("content-security-policy")).toContain("'sha256-47DEQpj8HB");
});

test("a file named by its content is kept for a year, and a missing one is not", async () => {
  const [found, missing] = [await get("/_astro/page.a1b2c3.js"), await get("/_astro/none.js")];
  const unchanged = await get("/_astro/page.a1b2c3.js", built, { "If-None-Match": '"a"' });

  expect(found.headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
  expect(unchanged.status).toBe(304);
  expect(unchanged.headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
  expect(missing.status).toBe(404);
  expect(missing.headers.get("cache-control")).toBeNull();
});

test.for([
  ["cannot be read", () => new Response("busy", { status: 500 })],
  ["is not there", () => new Response("none", { status: 404 })],
  ["is not JSON", () => new Response("{")],
  ["is not what was asked for", () => new Response('{ "scripts": ["\'unsafe-inline\'"] }')],
  [
    "breaks off",
    () => {
      throw new Error("Network connection lost.");
    },
  ],
] as const)("while the file of hashes %s, pages run no inline script; then they do", async ([, fail]) => {
  vi.spyOn(console, "error").mockImplementation(() => undefined);
  let isFailing = true;
  const flaky = withFiles((path) => (path === "/csp.json" && isFailing ? fail() : new Response(FILES[path])));
  const before = await get("/", flaky);
  isFailing = false;
  const after = await get("/", flaky);
  vi.restoreAllMocks();

  expect(before.status).toBe(200);
  expect(before.headers.get("content-security-policy")).toMatch(/script-src 'self' 'wasm-unsafe-eval';/);
  expect(after.headers.get("content-security-policy")).toContain("'sha256-47DEQpj8HB");
});

test("the policy's hashes are read once", async () => {
  let reads = 0;
  const counting = withFiles((path) => {
    if (path === "/csp.json") reads += 1;
    return new Response(FILES[path]);
  });
  await get("/", counting);
  await get("/", counting);

  expect(reads).toBe(1);
});

test("the policy's hashes are not a page", async () => {
  expect((await get("/csp.json")).status).toBe(404);
});

test("a Worker without the site says so", async () => {
  const answer = await get("/", { ...env, ASSETS: undefined });

  expect(answer.status).toBe(404);
  expect(await answer.json()).toMatchObject({ detail: "The site has not been built into this Worker." });
});
