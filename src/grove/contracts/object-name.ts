import { objectName, partsOf } from "#implementations/loom";

export function subdomainOf(name: string | undefined): string {
  return partsOf(name, "tenant")[0];
}

export function userIdOf(name: string | undefined): string {
  return partsOf(name, "session")[0];
}

/** Over how many objects client addresses are spread. */
const ADDRESS_SHARDS = 64;

/** One of the objects that count client addresses, by any whole number. */
export function addressesObjectName(hash: number): string {
  return objectName("addresses", String(hash % ADDRESS_SHARDS));
}

export function tenantObjectName(subdomain: string): string {
  return objectName("tenant", subdomain);
}

export function sessionObjectName(userId: string): string {
  return objectName("session", userId);
}

/** Whose post an object is of, and which. */
export function postOf(name: string | undefined): { readonly tenantId: string; readonly postId: string } {
  const [tenantId, postId = ""] = partsOf(name, "post");
  return { tenantId, postId };
}

/** Whose statistics an object holds, and of which UTC day. */
export function dayOfTenant(name: string | undefined): { readonly tenantId: string; readonly day: string } {
  const [tenantId, day = ""] = partsOf(name, "analytics");
  return { tenantId, day };
}
