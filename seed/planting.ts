export interface Statement {
  readonly sql: string;
  readonly params: (string | number | null)[];
}

export interface SeededUser {
  readonly id: string;
  readonly email: string;
  readonly displayName: string;
}

export interface SeededTenant {
  readonly id: string;
  readonly subdomain: string;
  readonly displayName: string;
  readonly description: string;
  readonly tier: string;
  readonly members: readonly { user: string; role: string }[];
}

/** A post of a file; its slug is also its id. Times are epoch milliseconds. */
export interface SeededPost {
  readonly slug: string;
  readonly author: string;
  readonly title: string;
  readonly description: string;
  readonly markdown: string;
  readonly status: string;
  readonly publishedAt: number | null;
}

const PLANTED_AT = Date.UTC(2026, 0, 1);

const USER = `
  INSERT INTO users (id, email, display_name, created_at) VALUES (?, ?, ?, ?)
  ON CONFLICT (id) DO UPDATE SET email = excluded.email, display_name = excluded.display_name`;

// A change counts as one, so that whoever read the tenant before it knows.
const TENANT = `
  INSERT INTO tenants (id, subdomain, display_name, description, tier, created_at) VALUES (?, ?, ?, ?, ?, ?)
  ON CONFLICT (id) DO UPDATE SET
    subdomain = excluded.subdomain,
    display_name = excluded.display_name,
    description = excluded.description,
    tier = excluded.tier,
    version = version + 1
  WHERE (subdomain, display_name, description, tier)
    IS NOT (excluded.subdomain, excluded.display_name, excluded.description, excluded.tier)`;

const MEMBERSHIP = `
  INSERT INTO memberships (tenant_id, user_id, role, created_at) VALUES (?, ?, ?, ?)
  ON CONFLICT (tenant_id, user_id) DO UPDATE SET role = excluded.role`;

const OTHER_POSTS = "DELETE FROM posts WHERE tenant_id = ? AND id NOT IN (SELECT value FROM json_each(?))";

const POST = `
  INSERT INTO posts (tenant_id, id, slug, author_id, title, description, markdown, status,
    published_at, created_at, updated_at)
  VALUES (?1, ?2, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?9)
  ON CONFLICT (tenant_id, id) DO UPDATE SET
    slug = excluded.slug,
    author_id = excluded.author_id,
    title = excluded.title,
    description = excluded.description,
    markdown = excluded.markdown,
    status = excluded.status,
    published_at = excluded.published_at,
    updated_at = excluded.updated_at,
    version = version + 1
  WHERE (slug, author_id, title, description, markdown, status, published_at, updated_at)
    IS NOT (excluded.slug, excluded.author_id, excluded.title, excluded.description, excluded.markdown,
      excluded.status, excluded.published_at, excluded.updated_at)`;

/** What makes a user be as given, whether or not there was one. */
export function plantUser({ id, email, displayName }: SeededUser): Statement {
  return { sql: USER, params: [id, email, displayName, PLANTED_AT] };
}

/**
 * What makes a tenant be as given, with these posts and no others, whatever was there before. Where it is all so
 * already, it changes nothing. Its members must have been planted.
 */
export function plantTenant(tenant: SeededTenant, posts: readonly SeededPost[]): Statement[] {
  const { id, subdomain, displayName, description, tier, members } = tenant;
  const slugs = JSON.stringify(posts.map(({ slug }) => slug));
  return [
    { sql: TENANT, params: [id, subdomain, displayName, description, tier, PLANTED_AT] },
    ...members.map(({ user, role }) => ({ sql: MEMBERSHIP, params: [id, user, role, PLANTED_AT] })),
    // First, since one of them may have a slug that is now another's.
    { sql: OTHER_POSTS, params: [id, slugs] },
    ...posts.map((post) => plantPost(id, post)),
  ];
}

function plantPost(tenantId: string, post: SeededPost): Statement {
  const { slug, author, title, description, markdown, status, publishedAt } = post;
  const updatedAt = publishedAt ?? PLANTED_AT;
  const params = [tenantId, slug, author, title, description, markdown, status, publishedAt, updatedAt];
  return { sql: POST, params };
}
