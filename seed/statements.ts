import { readdirSync } from "node:fs";
import { join } from "node:path";
import { readFrontMatter } from "./front-matter.ts";
import seed from "./tenants.json" with { type: "json" };

interface Statement {
  readonly sql: string;
  readonly params: (string | number | null)[];
}

interface SeededTenant {
  readonly id: string;
  readonly subdomain: string;
  readonly displayName: string;
  readonly description: string;
  readonly tier: string;
  readonly members: readonly { user: string; role: string }[];
}

const FOLDER = import.meta.dirname;
const PLANTED_AT = Date.UTC(2026, 0, 1);

const USER = `
  INSERT INTO users (id, email, display_name, created_at) VALUES (?, ?, ?, ?)
  ON CONFLICT (id) DO UPDATE SET email = excluded.email, display_name = excluded.display_name`;

const TENANT = `
  INSERT INTO tenants (id, subdomain, display_name, description, tier, created_at) VALUES (?, ?, ?, ?, ?, ?)
  ON CONFLICT (id) DO UPDATE SET
    subdomain = excluded.subdomain,
    display_name = excluded.display_name,
    description = excluded.description,
    tier = excluded.tier`;

const MEMBERSHIP = `
  INSERT INTO memberships (tenant_id, user_id, role, created_at) VALUES (?, ?, ?, ?)
  ON CONFLICT (tenant_id, user_id) DO UPDATE SET role = excluded.role`;

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
    updated_at = excluded.updated_at`;

/** Who the five tenants are. */
export const SEEDED_TENANTS: readonly SeededTenant[] = seed.tenants;

/** What plants the five tenants with their posts, in the order to run it. Run twice, it changes nothing. */
export function seedStatements(): Statement[] {
  const { users, tenants } = seed;
  return [
    ...users.map(({ id, email, displayName }) => ({
      sql: USER,
      params: [id, email, displayName, PLANTED_AT],
    })),
    ...tenants.flatMap((tenant) => [
      tenantStatement(tenant),
      ...memberStatements(tenant),
      ...postStatements(tenant),
    ]),
  ];
}

function tenantStatement(tenant: SeededTenant): Statement {
  const { id, subdomain, displayName, description, tier } = tenant;
  return { sql: TENANT, params: [id, subdomain, displayName, description, tier, PLANTED_AT] };
}

function memberStatements({ id, members }: SeededTenant): Statement[] {
  return members.map(({ user, role }) => ({ sql: MEMBERSHIP, params: [id, user, role, PLANTED_AT] }));
}

function postStatements(tenant: SeededTenant): Statement[] {
  const folder = join(FOLDER, tenant.subdomain);
  const files = readdirSync(folder).filter((name) => name.endsWith(".md"));
  return files.toSorted().map((name) => {
    const { fields, body } = readFrontMatter(join(folder, name));
    const {
      title,
      description,
      status = "published",
      author = tenant.members[0]?.user,
      publishedAt,
    } = fields;
    if (!title || !description || !author) {
      throw new TypeError(`Cannot plant a post: ${name} has no title, description or author`);
    }
    const published = publishedAt ? Date.parse(publishedAt) : null;
    const slug = name.slice(0, -".md".length);
    const params = [
      tenant.id,
      slug,
      author,
      title,
      description,
      body,
      status,
      published,
      published ?? PLANTED_AT,
    ];
    return { sql: POST, params };
  });
}
