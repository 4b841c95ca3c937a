import { stubsOf } from "#implementations/loom";
import type { TenantDO } from "../objects/tenant-do.ts";
import { openTenant, type TenantData } from "./open-tenant.ts";
import { type SealedEnv, unseal } from "./sealed-env.ts";

/** Why somebody works across tenants. */
export type OperatorAct = "sweep sandboxes" | "sweep uploads" | "forget old watermarks";

// #region operator
/** The right to work across tenants. No request has it, and each use is written down before it begins. */
export interface Operator {
  readonly act: OperatorAct;
  readonly everything: D1Database;
  readonly tenant: (id: string) => TenantData;
  readonly tenantObject: (subdomain: string) => DurableObjectStub<TenantDO>;
}

export function openOperator(sealed: SealedEnv, act: OperatorAct): Operator {
  const env = unseal(sealed);
  writeDown({ act });
  return {
    act,
    everything: env.DB,
    tenant: (id) => openTenant(sealed, id),
    tenantObject: stubsOf(env.TENANTS, "tenant"),
  };
}

/** Notes what an operator is about to do. */
export function writeDown(about: { readonly act: string }): void {
  console.log(JSON.stringify({ level: "info", event: "operator", ...about, at: Date.now() }));
}
// #endregion operator
