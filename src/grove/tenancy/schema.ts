import { createScoper, outlineSchema, type SchemaOutline } from "#implementations/prism";

// #region schema
/** What a statement of a tenant may name. A test holds it against `migrations/`. */
export const GROVE_TABLES: SchemaOutline = {
  tables: {
    tenants: "id",
    memberships: "tenant_id",
    posts: "tenant_id",
    shadowed_posts: "tenant_id",
    media: "tenant_id",
    media_removals: "tenant_id",
    notes: "tenant_id",
    comments: "tenant_id",
    reaction_counts: "tenant_id",
    daily_statistics: "tenant_id",
    page_statistics: "tenant_id",
    loom_watermarks: "tenant_id",
  },
  spanning: { tenants: "key", memberships: "index", media: "index" },
  shared: ["users"],
  // Of a user a tenant sees the name, if they belong to it or have written for it.
  through: {
    users: `
      SELECT id, display_name FROM users
      WHERE EXISTS (SELECT 1 FROM memberships WHERE user_id = users.id)
        OR EXISTS (SELECT 1 FROM posts WHERE author_id = users.id)`,
  },
};
// #endregion schema

// #region excused
/** Keys and indexes that span tenants on purpose. */
export const SPANNING: Readonly<Record<string, string>> = {
  tenants: "A subdomain is public, and whoever asks for its host sees whether it is taken.",
  tenants_expiring: "An operator sweeps the sandboxes of all.",
  media_pending: "An operator sweeps the uploads of all that came to nothing.",
  memberships_of_user: "Signing in finds a user's tenants.",
};
// #endregion excused

export const scoper = createScoper(outlineSchema(GROVE_TABLES));
