import type { Operator } from "../tenancy/operator.ts";

/** Cloudflare can set an object back by so many days, and then asks for marks as old as that. */
const KEPT_MS = 30 * 86_400_000;

const FORGET_OLD = "DELETE FROM loom_watermarks WHERE at < ?1";
const FORGET_TENANTS = "DELETE FROM loom_watermarks WHERE tenant_id IN (SELECT value FROM json_each(?1))";

/** Removes the marks that no object can ask for any more. */
export async function forgetOldMarks({ everything }: Operator, now: number): Promise<void> {
  await everything
    .prepare(FORGET_OLD)
    .bind(now - KEPT_MS)
    .run();
}

/** Removes the marks of all objects of these tenants. */
export async function forgetMarksOf({ everything }: Operator, tenantIds: readonly string[]): Promise<void> {
  await everything.prepare(FORGET_TENANTS).bind(JSON.stringify(tenantIds)).run();
}
