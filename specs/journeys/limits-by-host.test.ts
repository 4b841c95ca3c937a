import { clock, newActor, newTenant, request } from "#specs/fixtures";
import { beforeEach, expect, test } from "vitest";
import { readStanding, repeat, visit } from "./appeals.requests.ts";

const NOON = Date.UTC(2026, 10, 30, 12);

beforeEach(() => {
  clock.set(NOON);
});

// An author can put any of these that is a GET into a post, as images of the blog's own.
test.for([
  ["GET", "/api/standing/"],
  ["GET", "/api/%73tanding"],
  ["PUT", "/api/standing"],
  ["POST", "/api/standing/appeal/"],
  ["GET", "/api/sandboxes/x/requests"],
  ["GET", "/api/sandboxes/sandbox-aaaaaaaaaaaa/requests"],
] as const)(
  "sixty-one of %s %s on a blog's host are no step up their reader's ladder",
  async ([method, path]) => {
    const [tenant, reader] = [await newTenant({ tier: "oak" }), await newActor()];
    const statuses = await repeat(
      61,
      async (i) => await request(tenant, `${path}?${i}`, { method, headers: reader.headers }),
    );
    const { judgement, ladder } = await reader.object.getAbuseState();

    expect(new Set(statuses)).toEqual(new Set([path === "/api/standing" ? 405 : 404]));
    expect([judgement.level, ladder.violations]).toEqual(["clear", 0]);
    expect((await visit(tenant, reader)).status).toBe(200);
    expect((await readStanding(tenant, reader)).headers.get("ratelimit")).toBe('"standing";r=59;t=3600');
  },
);
