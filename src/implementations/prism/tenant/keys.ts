import { Tenant } from "./tenant.ts";

/**
 * The key of something of a tenant's, as in `tenants/{id}/media/2026/beans.jpg`. Two different lists of parts never give one
 * key, and no tenant's keys begin as another's do. Throws a TypeError for a part that is empty.
 */
export function tenantKey(tenant: Tenant, ...parts: readonly [string, ...string[]]): string {
  return tenantPrefix(tenant) + parts.map(encodePart).join("/");
}

/** What all keys of a tenant begin with, and nobody else's. */
export function tenantPrefix(tenant: Tenant): string {
  return `tenants/${encodePart(Tenant.idOf(tenant))}/`;
}

/** The parts of a key of this tenant's, or nothing for one of another's. */
export function partsOfKey(tenant: Tenant, key: string): string[] | undefined {
  const prefix = tenantPrefix(tenant);
  if (!key.startsWith(prefix)) return undefined;
  const parts = key.slice(prefix.length).split("/");
  // What the codec would write otherwise is none of its own.
  return parts.every((part) => WRITTEN.test(part)) ? parts.map(decodeURIComponent) : undefined;
}

/** A part as `encodePart` writes it. */
const WRITTEN = /^(?:[\w-]|%[0-9A-F]{2})+$/;

// #region encode
/**
 * In letters, digits, `-`, `_`, and percent signs: neither a slash nor a dot that something between here and the
 * store could read as a way up, and nothing that two Unicode forms of one text would share.
 */
function encodePart(part: string): string {
  if (part === "") throw new TypeError("Make a key: a part is empty");
  return encodeURIComponent(part).replaceAll(
    /[.!~*'()]/g,
    (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
// #endregion encode
