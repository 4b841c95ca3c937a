import { env, exports } from "cloudflare:workers";
import { app } from "#grove/app";
import { Problem } from "#grove/contracts/problem";
import { clientAddress, clock, newTenant, request, site } from "#specs/fixtures";
import { expect, test, vi } from "vitest";

async function get(url: string, headers: Record<string, string> = {}): Promise<Response> {
  const from = { "cf-connecting-ip": clientAddress(), ...headers };
  return await exports.default.fetch(new Request(url, { redirect: "manual", headers: from }));
}

const REFUSED: [string, RequestInit, number][] = [
  ["/api/nope", {}, 404],
  ["/api", {}, 404],
  ["/api/health", { method: "DELETE" }, 405],
  ["/api/sandboxes", {}, 405],
  ["/index.html", { method: "POST" }, 405],
  ["/%", {}, 400],
  ["/%ff", {}, 400],
  ["/a%00b", {}, 400],
  [`/${"a".repeat(5_000)}`, {}, 414],
  ["/api/sandboxes", { method: "POST", body: "x".repeat(65_537) }, 413],
  ["/api/sandboxes", { method: "POST", body: new Blob(["x".repeat(65_537)]).stream() }, 413],
  ["/api/sandboxes", { method: "POST", body: "tier=oak" }, 415],
  ["/api/sandboxes", { method: "POST", body: "{", headers: { "Content-Type": "application/json" } }, 400],
];

test.for(["http://localhost", "http://127.0.0.1:8787", "http://[::1]", "https://grove.someone.workers.dev"])(
  "the API answers at %s",
  async (origin) => {
    expect(await (await get(`${origin}/api/health`)).json()).toEqual({ status: "ok" });
  },
);

test("www leads to the apex, at the same path", async () => {
  const answer = await get("https://www.grove.localhost:8787/a/b?c=d");

  expect(answer.status).toBe(301);
  expect(answer.headers.get("location")).toBe("https://grove.localhost:8787/a/b?c=d");
});

test("a host that is not ours is misdirected", async () => {
  const answer = await get("http://blog.example.com/");

  expect(answer.status).toBe(421);
  expect(Problem.parse(await answer.json()).status).toBe(421);
});

test("reserved names and deeper labels are nobody's", async () => {
  const garden = await newTenant();

  expect((await get("http://admin.grove.localhost/")).status).toBe(404);
  expect((await get(`http://deeper.${garden.subdomain}.grove.localhost/`)).status).toBe(404);
});

test("an unknown blog is a page that says so", async () => {
  const answer = await get("http://nobody.grove.localhost/", { Accept: "text/html" });

  expect(answer.status).toBe(404);
  expect(await answer.text()).toContain("There is no blog here");
});

test("the case of a host and its trailing dot mean nothing", async () => {
  const garden = await newTenant({ displayName: "Garden" });
  const answer = await get(`http://${garden.subdomain.toUpperCase()}.Grove.localhost./`);

  expect(answer.status).toBe(200);
});

test("no header but Host names a tenant", async () => {
  const [mine, yours] = [await newTenant({ displayName: "Mine" }), await newTenant({ displayName: "Yours" })];
  const answer = await request(mine, "/", {
    headers: {
      "X-Forwarded-Host": `${yours.subdomain}.grove.localhost`,
      "X-Tenant-Id": yours.id,
      Forwarded: `host=${yours.subdomain}.grove.localhost`,
    },
  });

  expect(await answer.text()).toContain("<h1>Mine</h1>");
});

test("no path on the apex reaches a blog, and none on a blog the apex", async () => {
  const garden = await newTenant({ displayName: "Garden" });

  expect(await (await site(`/tenant/${garden.subdomain}`)).text()).not.toContain("Garden");
  expect((await request(garden, "/api/health")).status).toBe(404);
  expect((await request(garden, "/apex/api/health")).status).toBe(404);
});

test.for(REFUSED)("%s %o is refused with %i, in words", async ([path, init, status]) => {
  const answer = await site(path, init);

  expect(answer.status).toBe(status);
  expect(answer.headers.get("content-type")).toBe("application/problem+json");
  expect(Problem.parse(await answer.json()).requestId).toBe(answer.headers.get("x-request-id"));
});

test("a page for readers carries a policy without scripts", async () => {
  const garden = await newTenant();
  const policy = (await request(garden, "/")).headers.get("content-security-policy");

  expect(policy).toContain("default-src 'none'");
  expect(policy).not.toMatch(/script-src|unsafe/);
});

const EVERY_KIND = [
  "http://grove.localhost/",
  "http://grove.localhost/api/health",
  "http://grove.localhost/api/nope",
  "http://grove.localhost/%ff",
  "http://www.grove.localhost/",
  "http://nobody.grove.localhost/",
  "http://nobody.grove.localhost/style.css",
  "http://admin.grove.localhost/",
  "http://blog.example.com/",
];

test.for(EVERY_KIND)("security headers and a request id are on %s", async (url) => {
  const { headers } = await get(url);

  expect(headers.get("x-request-id")).toMatch(/^[\da-f-]{36}$/);
  expect(headers.get("x-content-type-options")).toBe("nosniff");
  expect(headers.get("content-security-policy")).toContain("frame-ancestors 'none'");
  // A team has other hosts under its domain, which are not ours to speak for.
  expect(headers.get("strict-transport-security")).toBe("max-age=31536000");
  expect(headers.get("referrer-policy")).toBe("strict-origin-when-cross-origin");
  expect(headers.get("permissions-policy")).toContain("camera=()");
  expect(headers.get("cross-origin-opener-policy")).toBe("same-origin");
});

test("a client cannot choose the request id", async () => {
  const answer = await get("http://grove.localhost/api/health", { "X-Request-Id": "mine" });

  expect(answer.headers.get("x-request-id")).not.toBe("mine");
});

test("an unforeseen error tells the reader an id, and the log the rest", async () => {
  const logged = vi.spyOn(console, "error").mockImplementation(() => undefined);
  const broken = { ...env, TENANTS: undefined };
  const answer = await app.fetch(new Request("http://alice.grove.localhost/"), broken);
  const text = await answer.text();
  const line = JSON.parse(String(logged.mock.calls[0]![0])) as {
    requestId: string;
    error: { stack: string };
  };
  logged.mockRestore();

  expect(answer.status).toBe(500);
  expect(answer.headers.get("x-content-type-options")).toBe("nosniff");
  expect(text).not.toMatch(/getByName|undefined|TypeError|\.ts/);
  expect(line.requestId).toBe(Problem.parse(JSON.parse(text)).requestId);
  expect(line.error.stack).toContain("TypeError");
});

test("the API lets an address through three hundred times a minute", async () => {
  clock.set(Date.UTC(2026, 10, 21));
  for (let sent = 0; sent < 300; sent++) await site("/api/health");
  const refused = await site("/api/health");
  const other = await site("/api/health", { headers: { "cf-connecting-ip": "192.0.2.200" } });

  expect(refused.status).toBe(429);
  expect(Problem.parse(await refused.json())["violated-policies"]).toEqual(["address"]);
  expect(other.status).toBe(200);
});
