import type { StreamStatements } from "#implementations/loom";
import type { TenantDatabase } from "#implementations/prism";
import type { Reaction } from "../contracts/reaction.ts";

const SAVE = `
  INSERT INTO reaction_counts (post_id, type, count)
  SELECT ?2, value ->> 'type', value ->> 'count' FROM json_each(?1) WHERE true
  ON CONFLICT (tenant_id, post_id, type) DO UPDATE SET count = excluded.count`;
const READ = "SELECT type, count FROM reaction_counts WHERE post_id = ?1";

/** Writes how many reactions of a kind a post has, as its object tells it. */
export function saveCountsOf(postId: string): StreamStatements[string] {
  return [{ sql: SAVE, values: [postId] }];
}

/** The counts as reports read them: up to five minutes old. */
export async function readReactionCounts(
  db: TenantDatabase,
  postId: string,
): Promise<Partial<Record<Reaction, number>>> {
  const { results } = await db.prepare(READ).bind(postId).all<{ type: Reaction; count: number }>();
  return Object.fromEntries(results.map(({ type, count }) => [type, count]));
}
