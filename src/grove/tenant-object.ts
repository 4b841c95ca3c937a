import { tenantObjectName } from "./contracts/object-name.ts";
import type { TenantDO } from "./objects/tenant-do.ts";

/** The object of the tenant with this subdomain, whether or not there is such a tenant. */
export function tenantObject(env: Pick<Env, "TENANTS">, subdomain: string): DurableObjectStub<TenantDO> {
  return env.TENANTS.getByName(tenantObjectName(subdomain));
}
