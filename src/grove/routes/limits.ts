import { Hono } from "hono";
import type { GroveEnv } from "../context.ts";
import { problem, unavailable } from "../middleware/errors.ts";
import { readLimits } from "../middleware/read-limits.ts";

/** What the tenant has used of each of its limits; this request is counted like any other. */
export const limits = new Hono<GroveEnv>().get("/", async (c) => {
  const state = await readLimits(c, c.var.tenant.subdomain);
  if (state.kind === "down") return unavailable(c);
  if (state.kind === "unknown") return problem(c, "unknown-tenant", { detail: "This blog has just ended." });
  return c.json(state.limits, 200, { "Cache-Control": "no-store" });
});
