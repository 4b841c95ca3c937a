import type { TenantDatabase } from "#implementations/prism";
import sql, { type Sql } from "sql-template-tag";
import { WHOLE, type WholeRow } from "./post-rows.ts";
import { isFree } from "./seen-posts.ts";
import { prepare } from "./sql.ts";

/** A post as a shadow-banned writer has left it. */
export interface CopyRow extends WholeRow {
  /** The version of everybody's post that it was made from; null for a post that nobody else has. */
  base_version: number | null;
}

/** Copies everybody's post for a writer if the condition holds, and they have no copy yet. */
export function makeCopy(writerId: string, condition: Sql): Sql {
  return sql`
    INSERT INTO shadowed_posts (writer_id, base_version, ${WHOLE})
    SELECT ${writerId}, version, ${WHOLE} FROM posts WHERE ${condition}
    ON CONFLICT (tenant_id, writer_id, id) DO NOTHING`;
}

/** Removes all copies that were made of a post, if it is no more. */
export function dropCopiesOf(postId: string): Sql {
  return sql`
    DELETE FROM shadowed_posts
    WHERE id = ${postId} AND base_version IS NOT NULL AND NOT EXISTS (SELECT 1 FROM posts WHERE posts.id = ${postId})`;
}

/** Whether a tenant with room for `most` posts has some for another of this writer's, who sees posts that nobody else does. */
export function hasRoomFor({ id, isShadowed }: Writer, most: number): Sql {
  const own = sql`SELECT count(*) FROM shadowed_posts WHERE writer_id = ${id}`;
  const added = sql`(${own} AND base_version IS NULL AND is_deleted = 0)`;
  // What the writer has deleted for themselves alone makes room for what they alone will see.
  const removed = isShadowed ? sql`(${own} AND base_version IS NOT NULL AND is_deleted = 1)` : sql`0`;
  return isBelow(sql`(SELECT count(*) FROM posts) + ${added} - ${removed}`, most);
}

export interface Writer {
  readonly id: string;
  readonly isShadowed: boolean;
}

function isBelow(count: Sql, most: number): Sql {
  return Number.isFinite(most) ? sql`${count} < ${most}` : sql`1 = 1`;
}

/** What came of showing a copy to everybody; "moved" if the post has been changed or removed since. Then the copy is gone. */
export type Revealed = "revealed" | "moved" | "slug taken" | "full";

// #region reveal
/** Makes a writer's copy the post that everybody sees, and removes it, in one transaction. */
export async function reveal(
  db: TenantDatabase,
  copy: CopyRow,
  { writerId, most }: { readonly writerId: string; readonly most: number },
): Promise<Revealed> {
  const { id, slug, version, base_version: base } = copy;
  const isCopy = sql`writer_id = ${writerId} AND id = ${id} AND version = ${version}`;
  const isFreeNow = isFree(writerId, slug, id);
  const add = sql`
    INSERT INTO posts (${WHOLE}) SELECT ${WHOLE} FROM shadowed_posts
    WHERE ${isCopy} AND ${isFreeNow} AND ${isBelow(sql`(SELECT count(*) FROM posts)`, most)}
    RETURNING id`;
  const change = sql`
    UPDATE posts SET slug = ${slug}, title = ${copy.title}, description = ${copy.description},
      markdown = ${copy.markdown}, status = ${copy.status}, published_at = ${copy.published_at},
      updated_at = ${copy.updated_at}, version = ${version}
    WHERE id = ${id} AND version = ${base} AND ${isFreeNow}
    RETURNING id`;
  // It stays if nothing has come of it: then the post is what it was made from, or there is none, as there was none.
  const drop = sql`
    DELETE FROM shadowed_posts
    WHERE ${isCopy} AND (SELECT version FROM posts WHERE posts.id = ${id}) IS NOT base_version
    RETURNING id`;
  const free = sql`SELECT 1 WHERE ${isFreeNow}`;
  const batch = [base === null ? add : change, drop, free].map((each) => prepare(db, each));
  const [revealed, dropped, isFreeStill] = (await db.batch(batch)).map(({ results }) => results.length > 0);
  if (revealed) return "revealed";
  if (dropped) return "moved";
  return isFreeStill ? "full" : "slug taken";
}
// #endregion reveal
