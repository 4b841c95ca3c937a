import { partsOfKey, tenantKey } from "./keys.ts";
import type { Tenant } from "./tenant.ts";

/** The parts of a key below its tenant, such as `["media", "beans.jpg"]`. */
export type Path = readonly [string, ...string[]];

/** A tenant's share of an R2 bucket. */
export interface TenantFiles {
  put(path: Path, value: Parameters<R2Bucket["put"]>[1], options?: R2PutOptions): Promise<StoredFile | null>;
  get(path: Path, options?: R2GetOptions): Promise<StoredFileBody | null>;
  head(path: Path): Promise<StoredFile | null>;
  delete(...paths: readonly Path[]): Promise<void>;
  /** Those below a part, in the order of their keys: at most a thousand at a time. */
  list(below: string, options?: { readonly cursor?: string; readonly limit?: number }): Promise<FileList>;
}

/** What is stored, by its path below the tenant: the whole key is nobody's business. Sizes are in bytes. */
export interface StoredFile {
  readonly path: readonly string[];
  readonly size: number;
  readonly httpEtag: string;
  readonly uploaded: Date;
  readonly httpMetadata: R2HTTPMetadata;
  readonly customMetadata: Readonly<Record<string, string>>;
}

/** The same, with what it holds. It has no body where a condition of the request did not hold. */
export interface StoredFileBody extends StoredFile {
  readonly body: ReadableStream | undefined;
  readonly range: R2Object["range"];
}

export interface FileList {
  readonly files: readonly StoredFile[];
  /** Where the next list begins, if there are more. */
  readonly cursor: string | undefined;
}

/** Opens a tenant's share of a bucket. */
export function openFiles(bucket: R2Bucket, tenant: Tenant): TenantFiles {
  const keyOf = (path: Path): string => tenantKey(tenant, ...path);
  const toFile = (object: R2Object): StoredFile | undefined => {
    const path = partsOfKey(tenant, object.key);
    if (!path) return undefined;
    const { size, httpEtag, uploaded, httpMetadata = {}, customMetadata = {} } = object;
    return { path, size, httpEtag, uploaded, httpMetadata, customMetadata };
  };
  return {
    async put(path, value, options) {
      const object = await bucket.put(keyOf(path), value, options);
      return (object && toFile(object)) ?? null;
    },
    async get(path, options) {
      const object = await bucket.get(keyOf(path), options);
      const file = object && toFile(object);
      return file ? { ...file, body: "body" in object ? object.body : undefined, range: object.range } : null;
    },
    async head(path) {
      const object = await bucket.head(keyOf(path));
      return (object && toFile(object)) ?? null;
    },
    delete: async (...paths) => await bucket.delete(paths.map(keyOf)),
    async list(below, options = {}) {
      const prefix = `${tenantKey(tenant, below)}/`;
      const listed = await bucket.list({ ...options, prefix, include: ["httpMetadata", "customMetadata"] });
      const files = listed.objects.map(toFile).filter((file) => file !== undefined);
      return { files, cursor: listed.truncated ? listed.cursor : undefined };
    },
  };
}
