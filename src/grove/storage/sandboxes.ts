import type { Tier } from "#implementations/threshold";
import {
  SANDBOXES_IN_ALL,
  SANDBOXES_PER_CLIENT,
  SANDBOXES_PER_NETWORK,
  SANDBOX_LIFETIME_MS,
} from "../contracts/sandbox.ts";

const SWEEP = "DELETE FROM tenants WHERE expires_at <= ?1";

// Counting and adding are one statement, so that no number of simultaneous callers gets past the bounds.
const ADD = `
  INSERT INTO tenants (id, subdomain, display_name, description, tier, created_at, expires_at, creator, creator_network)
  SELECT ?1, ?1, 'Sandbox', 'A blog that lasts ten minutes.', ?2, ?3, ?4, ?5, ?6
  WHERE (SELECT count(*) FROM tenants WHERE expires_at > ?3) < ${SANDBOXES_IN_ALL}
    AND (SELECT count(*) FROM tenants WHERE expires_at > ?3 AND creator = ?5) < ${SANDBOXES_PER_CLIENT}
    AND (SELECT count(*) FROM tenants WHERE expires_at > ?3 AND creator_network = ?6) < ${SANDBOXES_PER_NETWORK}`;

const ALIVE = `
  SELECT expires_at, creator = ?2 AS by_client, creator_network = ?3 AS by_network
  FROM tenants
  WHERE expires_at > ?1
  ORDER BY expires_at`;

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
}

export type SandboxBound = "client" | "network" | "all";

export type SandboxAdded =
  | { readonly kind: "added"; readonly expiresAt: number }
  | { readonly kind: "full"; readonly bound: SandboxBound; readonly retryAt: number };

/**
 * Sweeps the dead, then adds a sandbox unless its creator has `SANDBOXES_PER_CLIENT` alive, the creator's network
 * `SANDBOXES_PER_NETWORK`, or there are `SANDBOXES_IN_ALL`. Times are epoch milliseconds.
 */
export async function addSandbox(
  db: D1Database,
  sandbox: NewSandboxTenant,
  now: number,
): Promise<SandboxAdded> {
  const expiresAt = now + SANDBOX_LIFETIME_MS;
  const { id, tier, creator, creatorNetwork } = sandbox;
  const [, added, alive] = await db.batch<AliveRow>([
    db.prepare(SWEEP).bind(now),
    db.prepare(ADD).bind(id, tier, now, expiresAt, creator, creatorNetwork),
    db.prepare(ALIVE).bind(now, creator, creatorNetwork),
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

/**
 * Deletes the sandboxes that have expired, with all that is theirs, and says how many. Their objects need no telling:
 * they keep nothing durable, answer nothing after expiry, and their names are never used again.
 */
export async function sweepSandboxes(db: D1Database, now: number): Promise<number> {
  const { meta } = await db.prepare(SWEEP).bind(now).run();
  return meta.changes;
}
