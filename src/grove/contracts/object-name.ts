const TENANT = "tenant:";

/** The name of a tenant's object. A subdomain has no colon, so two tenants never share one. */
export function tenantObjectName(subdomain: string): string {
  return TENANT + subdomain;
}

/** The subdomain that a tenant's object was named for. Throws a TypeError for an object reached without its name. */
export function subdomainOf(objectName: string | undefined): string {
  if (objectName?.startsWith(TENANT)) return objectName.slice(TENANT.length);
  throw new TypeError(`Cannot tell the tenant: object name is ${objectName}, must be ${TENANT}{subdomain}`);
}
