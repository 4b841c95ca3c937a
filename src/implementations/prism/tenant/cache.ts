import type { Path } from "./files.ts";
import { partsOfKey, tenantKey, tenantPrefix } from "./keys.ts";
import type { Tenant } from "./tenant.ts";

/** A tenant's share of a KV namespace. What it says may be a minute old, and more: no permission is kept there. */
export interface TenantCache {
  get(path: Path): Promise<string | null>;
  put(path: Path, value: string, options?: Pick<KVNamespacePutOptions, "expirationTtl">): Promise<void>;
  delete(path: Path): Promise<void>;
  /** The paths of all that is kept, at most a thousand. */
  list(): Promise<string[][]>;
}

/** Opens a tenant's share of a namespace. */
export function openCache(kv: KVNamespace, tenant: Tenant): TenantCache {
  const keyOf = (path: Path): string => tenantKey(tenant, ...path);
  return {
    get: async (path) => await kv.get(keyOf(path)),
    put: async (path, value, options) => await kv.put(keyOf(path), value, options),
    delete: async (path) => await kv.delete(keyOf(path)),
    async list() {
      const { keys } = await kv.list({ prefix: tenantPrefix(tenant) });
      return keys.map(({ name }) => partsOfKey(tenant, name)).filter((path) => path !== undefined);
    },
  };
}
