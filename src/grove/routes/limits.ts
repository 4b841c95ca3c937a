import { Hono } from "hono";
import type { GroveEnv } from "../context.ts";
import { problem } from "../middleware/errors.ts";
import { askTenant } from "../tenancy/tenant-object.ts";

/** What the tenant has used of each of its limits; this request is counted like any other. */
export const limits = new Hono<GroveEnv>().get("/", async (c) => {
  const state = await askTenant(
    { env: c.env, subdomain: c.var.tenant.subdomain },
    async (object) => await object.getRateLimitState(),
  );
  if (state.kind === "unknown") return problem(c, "unknown-tenant", { detail: "This blog has just ended." });
  return c.json(state.limits, 200, { "Cache-Control": "no-store" });
});
