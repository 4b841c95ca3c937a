import sql, { type Sql } from "sql-template-tag";

/** Whose eyes a blog is read with: a user's, or nobody's. */
export type ReaderId = string | undefined;

/** One half of a query: where the posts are, which of them the reader sees, and 1 where they are the reader's own copies. */
export interface Half {
  readonly from: Sql;
  readonly seen: Sql;
  readonly own: Sql;
}

const EVERYBODY = { from: sql`posts`, seen: sql`1 = 1`, own: sql`0` };

/**
 * A query of the posts as one reader sees them: everybody's, and in their place what that reader wrote while shadow
 * banned, which comes first unless they are ordered. It is a compound of two SELECTs, so that both come from an index in
 * their order; for nobody it is one.
 */
// #region seen
export function ofSeenPosts(readerId: ReaderId, select: (half: Half) => Sql): Sql {
  if (readerId === undefined) return select(EVERYBODY);
  const everybodys = select({ ...EVERYBODY, seen: sql`NOT ${copyOf(readerId, sql`posts.id`)}` });
  const copies = select({
    from: sql`shadowed_posts AS posts`,
    seen: sql`posts.writer_id = ${readerId} AND posts.is_deleted = 0`,
    own: sql`1`,
  });
  return sql`${copies} UNION ALL ${everybodys}`;
}
// #endregion seen

/** Whether a writer has a copy of their own of the post of this id. */
export function copyOf(writerId: string, postId: Sql): Sql {
  return sql`EXISTS (
    SELECT 1 FROM shadowed_posts AS copy WHERE copy.writer_id = ${writerId} AND copy.id = ${postId}
  )`;
}

/** Whether no post that a writer sees has this slug, but for the one of this id. */
export function isFreeFor(writerId: string, slug: string | null, postId: string): Sql {
  return sql`NOT EXISTS (
      SELECT 1 FROM posts AS twin
      WHERE twin.slug = ${slug} AND twin.id <> ${postId} AND NOT ${copyOf(writerId, sql`twin.id`)}
    ) AND ${isFreeOfCopies(writerId, slug, postId)}`;
}

/** The same where everybody is to see it: a writer's own copies stand against it too. */
export function isFree(writerId: string, slug: string | null, postId: string): Sql {
  return sql`NOT EXISTS (SELECT 1 FROM posts AS twin WHERE twin.slug = ${slug} AND twin.id <> ${postId})
    AND ${isFreeOfCopies(writerId, slug, postId)}`;
}

function isFreeOfCopies(writerId: string, slug: string | null, postId: string): Sql {
  return sql`NOT EXISTS (
    SELECT 1 FROM shadowed_posts AS twin
    WHERE twin.writer_id = ${writerId} AND twin.slug = ${slug} AND twin.id <> ${postId} AND twin.is_deleted = 0
  )`;
}
