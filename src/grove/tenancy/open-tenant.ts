import { stubsOf } from "#implementations/loom";
import {
  openDatabase,
  openFiles,
  type ScopedStatement,
  Tenant,
  type TenantDatabase,
  type TenantFiles,
} from "#implementations/prism";
import type { AnalyticsDO } from "../objects/analytics-do.ts";
import type { PostDO } from "../objects/post-do.ts";
import { scoper } from "./schema.ts";
import { type SealedEnv, unseal } from "./sealed-env.ts";

// #region capability
/** One tenant's data, and no other's: all that serving one of its requests may reach. */
export interface TenantData {
  readonly id: string;
  readonly db: TenantDatabase;
  readonly files: TenantFiles;
  /** What a statement becomes before it is run. Throws `StatementRefused` as `db` does. */
  readonly scope: (sql: string) => ScopedStatement;
  /** The object of a post, whether or not there is such a post. */
  readonly post: (postId: string) => DurableObjectStub<PostDO>;
  /** The object of the statistics of one UTC day, as in 2026-01-31. */
  readonly analytics: (day: string) => DurableObjectStub<AnalyticsDO>;
}

/**
 * Opens the data of one tenant. Called where it is established whose a request is, from the host that it came to, and by
 * an object for the tenant that it is named after; the linter keeps it from everybody else.
 */
export function openTenant(sealed: SealedEnv, id: string): TenantData {
  const env = unseal(sealed);
  const tenant = Tenant.admit(id);
  return {
    id,
    db: openDatabase(env.DB, tenant, scoper),
    files: openFiles(env.MEDIA, tenant),
    scope: (sql) => scoper.scope(sql),
    post: (postId) => stubsOf(env.POSTS, "post")(id, postId),
    analytics: (day) => stubsOf(env.ANALYTICS, "analytics")(id, day),
  };
}
// #endregion capability
