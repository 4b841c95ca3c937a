import type { Context } from "hono";
import type { GroveEnv } from "../context.ts";
import type { TenantLimitState } from "../contracts/tenant-check.ts";
import { askTenant } from "../tenancy/tenant-object.ts";
import { askObjectWithin } from "./ask-within.ts";

/** Where a tenant stands with each of its limits: "down" if its object does not say so in time. Counts nothing. */
export async function readLimits(
  c: Context<GroveEnv>,
  subdomain: string,
): Promise<TenantLimitState | { readonly kind: "down" }> {
  const asked = await askObjectWithin(
    async () =>
      await askTenant({ env: c.env, subdomain }, async (object) => await object.getRateLimitState()),
    "closed",
  );
  return asked.kind === "answered" ? asked.answer : { kind: "down" };
}
