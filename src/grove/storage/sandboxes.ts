import type { Tier } from "#implementations/threshold";
import {
  SANDBOXES_IN_ALL,
  SANDBOXES_PER_CLIENT,
  SANDBOXES_PER_NETWORK,
  SANDBOX_LIFETIME_MS,
  SANDBOX_POST,
} from "../contracts/sandbox.ts";
import { type Directory, entriesOf } from "../tenancy/directory.ts";
import type { Operator } from "../tenancy/operator.ts";

const EXPIRED = "SELECT id FROM tenants WHERE expires_at <= ?1 ORDER BY expires_at";

// One with a file stays: the row is all that knows of bytes that came while the others were deleted.
const REMOVE = `
  DELETE FROM tenants
  WHERE id IN (SELECT value FROM json_each(?1)) AND expires_at <= ?2
    AND NOT EXISTS (SELECT 1 FROM media WHERE tenant_id = tenants.id)
  RETURNING id`;

// Counting and adding are one statement, so that no number of simultaneous callers gets past the bounds.
const ADD = `
  INSERT INTO tenants (id, subdomain, display_name, description, tier, created_at, expires_at, creator, creator_network,
    passphrase_hash)
  SELECT ?1, ?1, 'Sandbox', 'A blog that lasts ten minutes.', ?2, ?3, ?4, ?5, ?6, ?7
  WHERE (SELECT count(*) FROM tenants WHERE expires_at > ?3) < ${SANDBOXES_IN_ALL}
    AND (SELECT count(*) FROM tenants WHERE expires_at > ?3 AND creator = ?5) < ${SANDBOXES_PER_CLIENT}
    AND (SELECT count(*) FROM tenants WHERE expires_at > ?3 AND creator_network = ?6) < ${SANDBOXES_PER_NETWORK}`;

// There only if the sandbox is: its id is new. Something to comment on, and to react to.
const ADD_POST = `
  INSERT INTO posts (tenant_id, id, slug, author_id, title, description, markdown, status, published_at, created_at, updated_at)
  SELECT id, '${SANDBOX_POST}', '${SANDBOX_POST}', 'grove', 'A post to try things on', '', 'React to it, or comment on it.', 'published',
    created_at, created_at, created_at
  FROM tenants WHERE id = ?1`;

const ALIVE = `
  SELECT expires_at, creator = ?2 AS by_client, creator_network = ?3 AS by_network
  FROM tenants
  WHERE expires_at > ?1
  ORDER BY expires_at`;

const PASSPHRASE = "SELECT passphrase_hash FROM tenants WHERE id = ?1 AND expires_at > ?2";

interface AliveRow {
  expires_at: number;
  by_client: 0 | 1;
  by_network: 0 | 1;
}

export interface NewSandboxTenant {
  readonly id: string;
  readonly tier: Tier;
  /** Stands for the client's address; see `hashAddress`. */
  readonly creator: string;
  /** Stands for the network that the address is in. */
  readonly creatorNetwork: string;
  /** Of the passphrase of its account, as `hashSecret` makes it. */
  readonly passphraseHash: string;
}

export type SandboxBound = "client" | "network" | "all";

export type SandboxAdded =
  | { readonly kind: "added"; readonly expiresAt: number }
  | { readonly kind: "full"; readonly bound: SandboxBound; readonly retryAt: number };

/**
 * Adds a sandbox unless its creator has `SANDBOXES_PER_CLIENT` alive, the creator's network `SANDBOXES_PER_NETWORK`, or
 * there are `SANDBOXES_IN_ALL`. Times are epoch milliseconds.
 */
export async function addSandbox(
  directory: Directory,
  sandbox: NewSandboxTenant,
  now: number,
): Promise<SandboxAdded> {
  const expiresAt = now + SANDBOX_LIFETIME_MS;
  const { id, tier, creator, creatorNetwork, passphraseHash } = sandbox;
  const entries = entriesOf(directory);
  const [added, , alive] = await entries.batch<AliveRow>([
    entries.prepare(ADD).bind(id, tier, now, expiresAt, creator, creatorNetwork, passphraseHash),
    entries.prepare(ADD_POST).bind(id),
    entries.prepare(ALIVE).bind(now, creator, creatorNetwork),
  ]);
  if (added?.meta.changes === 1) return { kind: "added", expiresAt };
  return explain(alive?.results ?? [], now);
}

/** Which bound was reached, the narrowest first, and when all that were have room again. */
function explain(alive: readonly AliveRow[], now: number): SandboxAdded {
  const bounds = [
    { bound: "client", most: SANDBOXES_PER_CLIENT, rows: alive.filter((row) => row.by_client) },
    { bound: "network", most: SANDBOXES_PER_NETWORK, rows: alive.filter((row) => row.by_network) },
    { bound: "all", most: SANDBOXES_IN_ALL, rows: alive },
  ] as const;
  const reached = bounds.filter(({ most, rows }) => rows.length >= most);
  const retryAt = Math.max(now, ...reached.map(({ rows }) => rows[0]?.expires_at ?? now));
  return { kind: "full", bound: reached[0]?.bound ?? "all", retryAt };
}

/** The hash of the passphrase of a live sandbox's account, or nothing if there is none. */
export async function findPassphraseHash(
  directory: Directory,
  id: string,
  now: number,
): Promise<string | undefined> {
  const row = await entriesOf(directory)
    .prepare(PASSPHRASE)
    .bind(id, now)
    .first<{ passphrase_hash: string | null }>();
  return row?.passphrase_hash ?? undefined;
}

/** The ids of the sandboxes that had expired by then, and are not removed yet. */
export async function listExpiredSandboxes({ everything }: Operator, expiredBy: number): Promise<string[]> {
  const { results } = await everything.prepare(EXPIRED).bind(expiredBy).all<{ id: string }>();
  return results.map(({ id }) => id);
}

/** Removes those of these sandboxes that had expired by then and have no files left, with all that is theirs in the database, and says which. */
export async function removeSandboxes(
  { everything }: Operator,
  ids: readonly string[],
  expiredBy: number,
): Promise<string[]> {
  const { results } = await everything
    .prepare(REMOVE)
    .bind(JSON.stringify(ids), expiredBy)
    .all<{ id: string }>();
  return results.map(({ id }) => id);
}
