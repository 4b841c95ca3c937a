import { tenantObjectName } from "./contracts/object-name.ts";
import type { TenantDO } from "./objects/tenant-do.ts";
import { isRetryable } from "./contracts/outage.ts";

/** The object of the tenant with this subdomain, whether or not there is such a tenant. */
export function tenantObject(env: Pick<Env, "TENANTS">, subdomain: string): DurableObjectStub<TenantDO> {
  return env.TENANTS.getByName(tenantObjectName(subdomain));
}

/**
 * Asks a tenant's object, and once more where the platform says that this helps. A stub that has failed stays broken,
 * so the second call has a new one. Where the first was lost on its way back, a request may count twice.
 */
export async function askTenant<Answer>(
  tenant: { readonly env: Pick<Env, "TENANTS">; readonly subdomain: string },
  ask: (object: DurableObjectStub<TenantDO>) => Promise<Answer>,
): Promise<Answer> {
  const { env, subdomain } = tenant;
  try {
    return await ask(tenantObject(env, subdomain));
  } catch (error) {
    if (!(error instanceof Error) || !isRetryable(error)) throw error;
    return await ask(tenantObject(env, subdomain));
  }
}
