import { askTwice, stubsOf } from "#implementations/loom";
import type { TenantDO } from "../objects/tenant-do.ts";
import { type SealedEnv, unseal } from "./sealed-env.ts";

/** The object of the tenant with this subdomain, whether or not there is such a tenant: it knows whose the name is. */
export function tenantObject(env: SealedEnv, subdomain: string): DurableObjectStub<TenantDO> {
  return stubsOf(unseal(env).TENANTS, "tenant")(subdomain);
}

/** Asks a tenant's object, and once more where that helps; where the first was only lost, a request may count twice. */
export async function askTenant<Answer>(
  { env, subdomain }: { readonly env: SealedEnv; readonly subdomain: string },
  ask: (object: DurableObjectStub<TenantDO>) => Promise<Answer>,
): Promise<Answer> {
  return await askTwice(() => tenantObject(env, subdomain), ask);
}
