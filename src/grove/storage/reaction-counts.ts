import type { StreamStatements } from "#implementations/loom";
import type { Reaction } from "../contracts/reaction.ts";
import type { PostKey } from "./comments.ts";

const SAVE = `
  INSERT INTO reaction_counts (tenant_id, post_id, type, count)
  SELECT ?2, ?3, value ->> 'type', value ->> 'count' FROM json_each(?1) WHERE true
  ON CONFLICT (tenant_id, post_id, type) DO UPDATE SET count = excluded.count`;
const READ = "SELECT type, count FROM reaction_counts WHERE tenant_id = ?1 AND post_id = ?2";

/** Writes how many reactions of a kind a post has, as its object tells it. */
export function saveCountsOf({ tenantId, postId }: PostKey): StreamStatements[string] {
  return [{ sql: SAVE, values: [tenantId, postId] }];
}

/** The counts as reports read them: up to five minutes old. */
export async function readReactionCounts(
  db: D1Database,
  { tenantId, postId }: PostKey,
): Promise<Partial<Record<Reaction, number>>> {
  const { results } = await db.prepare(READ).bind(tenantId, postId).all<{ type: Reaction; count: number }>();
  return Object.fromEntries(results.map(({ type, count }) => [type, count]));
}
