import { MARKS_KEPT_MS } from "#implementations/loom";
import type { Operator } from "../tenancy/operator.ts";

const FORGET_OLD = "DELETE FROM loom_watermarks WHERE at < ?1";
const FORGET_TENANTS = "DELETE FROM loom_watermarks WHERE tenant_id IN (SELECT value FROM json_each(?1))";

/** Removes the marks that no object can ask for any more. */
export async function forgetOldMarks({ everything }: Operator, now: number): Promise<void> {
  await everything
    .prepare(FORGET_OLD)
    .bind(now - MARKS_KEPT_MS)
    .run();
}

/** Removes the marks of all objects of these tenants. */
export async function forgetMarksOf({ everything }: Operator, tenantIds: readonly string[]): Promise<void> {
  await everything.prepare(FORGET_TENANTS).bind(JSON.stringify(tenantIds)).run();
}
