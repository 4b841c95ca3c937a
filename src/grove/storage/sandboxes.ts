import type { Tier } from "#implementations/threshold";
import { SANDBOXES_IN_ALL, SANDBOXES_PER_CLIENT, SANDBOX_LIFETIME_MS } from "../contracts/sandbox.ts";

const SWEEP = "DELETE FROM tenants WHERE expires_at <= ?1";

// Counting and adding are one statement, so that no number of simultaneous callers gets past the bounds.
const ADD = `
  INSERT INTO tenants (id, subdomain, display_name, description, tier, created_at, expires_at, creator)
  SELECT ?1, ?1, 'Sandbox', 'A blog that lasts ten minutes.', ?2, ?3, ?4, ?5
  WHERE (SELECT count(*) FROM tenants WHERE expires_at > ?3) < ${SANDBOXES_IN_ALL}
    AND (SELECT count(*) FROM tenants WHERE expires_at > ?3 AND creator = ?5) < ${SANDBOXES_PER_CLIENT}`;

const COUNT = `
  SELECT
    count(*) FILTER (WHERE creator = ?2) AS mine,
    min(expires_at) FILTER (WHERE creator = ?2) AS mine_end_at,
    min(expires_at) AS any_end_at
  FROM tenants
  WHERE expires_at > ?1`;

interface CountRow {
  mine: number;
  mine_end_at: number | null;
  any_end_at: number | null;
}

export interface NewSandboxTenant {
  readonly id: string;
  readonly tier: Tier;
  /** Stands for the client address; see `creatorOf`. */
  readonly creator: string;
}

export type SandboxAdded =
  | { readonly kind: "added"; readonly expiresAt: number }
  | { readonly kind: "full"; readonly bound: "client" | "all"; readonly retryAt: number };

/**
 * Sweeps the dead, then adds a sandbox unless its creator has `SANDBOXES_PER_CLIENT` alive or there are
 * `SANDBOXES_IN_ALL`. Times are epoch milliseconds.
 */
export async function addSandbox(
  db: D1Database,
  sandbox: NewSandboxTenant,
  now: number,
): Promise<SandboxAdded> {
  const expiresAt = now + SANDBOX_LIFETIME_MS;
  const [, added, counted] = await db.batch<CountRow>([
    db.prepare(SWEEP).bind(now),
    db.prepare(ADD).bind(sandbox.id, sandbox.tier, now, expiresAt, sandbox.creator),
    db.prepare(COUNT).bind(now, sandbox.creator),
  ]);
  if (added?.meta.changes === 1) return { kind: "added", expiresAt };

  const count = counted?.results[0];
  const byClient = (count?.mine ?? 0) >= SANDBOXES_PER_CLIENT;
  const retryAt = byClient ? count?.mine_end_at : count?.any_end_at;
  return { kind: "full", bound: byClient ? "client" : "all", retryAt: retryAt ?? now };
}

/**
 * Deletes the sandboxes that have expired, with all that is theirs, and says how many. Their objects need no telling:
 * they keep nothing durable, answer nothing after expiry, and their names are never used again.
 */
export async function sweepSandboxes(db: D1Database, now: number): Promise<number> {
  const { meta } = await db.prepare(SWEEP).bind(now).run();
  return meta.changes;
}
