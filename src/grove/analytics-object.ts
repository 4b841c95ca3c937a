import { stubsOf } from "#implementations/loom";
import type { AnalyticsDO } from "./objects/analytics-do.ts";

/** The object of a tenant's statistics of one UTC day, as in 2026-01-31. */
export function analyticsObject(
  env: Pick<Env, "ANALYTICS">,
  tenantId: string,
  day: string,
): DurableObjectStub<AnalyticsDO> {
  return stubsOf(env.ANALYTICS, "analytics")(tenantId, day);
}
