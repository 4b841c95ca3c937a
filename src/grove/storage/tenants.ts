import type { TenantDatabase } from "#implementations/prism";
import type { Tier } from "#implementations/threshold";
import { NewTenant, type TenantChange, type TenantChanged, type TenantConfig } from "../contracts/tenant.ts";
import { type Directory, entriesOf } from "../tenancy/directory.ts";

interface TenantRow {
  id: string;
  subdomain: string;
  display_name: string;
  description: string;
  tier: Tier;
  version: number;
  expires_at: number | null;
}

const COLUMNS = "id, subdomain, display_name, description, tier, version, expires_at";

const FIND = `SELECT ${COLUMNS} FROM tenants WHERE subdomain = ?`;
const VERSION = "SELECT version FROM tenants";

const CHANGE = `
  UPDATE tenants
  SET tier = coalesce(?1, tier), display_name = coalesce(?2, display_name), version = version + 1
  WHERE version = ?3
  RETURNING ${COLUMNS}`;

const ADD = `
  INSERT INTO tenants (id, subdomain, display_name, description, tier, created_at)
  VALUES (?, ?, ?, ?, ?, ?)`;

const ADD_USER = "INSERT INTO users (id, email, display_name, created_at) VALUES (?, ?, ?, ?)";

const ADD_OWNER = `
  INSERT INTO memberships (tenant_id, user_id, role, created_at)
  VALUES (?, ?, 'owner', ?)`;

/** Reads one tenant from D1, or nothing if no tenant has this subdomain. */
export async function findTenant(directory: Directory, subdomain: string): Promise<TenantConfig | undefined> {
  const row = await entriesOf(directory).prepare(FIND).bind(subdomain).first<TenantRow>();
  return row ? toTenant(row) : undefined;
}

/** Changes a tenant if it is still at the version that the change was made from. */
export async function changeTenant(db: TenantDatabase, change: TenantChange): Promise<TenantChanged> {
  const row = await db
    .prepare(CHANGE)
    .bind(change.tier ?? null, change.displayName ?? null, change.expectedVersion)
    .first<TenantRow>();
  if (row) return { kind: "changed", tenant: toTenant(row) };

  const version = await db.prepare(VERSION).first<number>("version");
  return version === null ? { kind: "unknown" } : { kind: "conflict", version };
}

/** Adds a tenant, its owner and the membership that joins them: all three or none. Throws a ZodError for a name that is reserved. */
export async function addTenant(directory: Directory, tenant: NewTenant): Promise<void> {
  const { id, subdomain, displayName, description, tier, owner, createdAt } = NewTenant.parse(tenant);
  const entries = entriesOf(directory);
  await entries.batch([
    entries.prepare(ADD).bind(id, subdomain, displayName, description, tier, createdAt),
    entries.prepare(ADD_USER).bind(owner.id, owner.email, owner.displayName, createdAt),
    entries.prepare(ADD_OWNER).bind(id, owner.id, createdAt),
  ]);
}

function toTenant(row: TenantRow): TenantConfig {
  return {
    id: row.id,
    subdomain: row.subdomain,
    displayName: row.display_name,
    description: row.description,
    tier: row.tier,
    version: row.version,
    ...(row.expires_at === null ? {} : { expiresAt: row.expires_at }),
  };
}
