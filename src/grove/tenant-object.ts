import { askTwice, stubsOf } from "#implementations/loom";
import type { TenantDO } from "./objects/tenant-do.ts";

/** The object of the tenant with this subdomain, whether or not there is such a tenant. */
export function tenantObject(env: Pick<Env, "TENANTS">, subdomain: string): DurableObjectStub<TenantDO> {
  return stubsOf(env.TENANTS, "tenant")(subdomain);
}

/** Asks a tenant's object, and once more where that helps; where the first was only lost, a request may count twice. */
export async function askTenant<Answer>(
  { env, subdomain }: { readonly env: Pick<Env, "TENANTS">; readonly subdomain: string },
  ask: (object: DurableObjectStub<TenantDO>) => Promise<Answer>,
): Promise<Answer> {
  return await askTwice(() => tenantObject(env, subdomain), ask);
}
