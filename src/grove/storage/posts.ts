import type { TenantDatabase } from "#implementations/prism";
import type { Operator } from "../tenancy/operator.ts";
import { NewPost, type Post, type PostSummary } from "../contracts/post.ts";
import sql, { type Sql } from "sql-template-tag";
import { ofSeenPosts, type ReaderId } from "./seen-posts.ts";
import { prepare } from "./sql.ts";

interface SummaryRow {
  slug: string;
  title: string;
  description: string;
  author: string;
  published_at: number;
  updated_at: number;
  own: 0 | 1;
}
interface PostRow extends SummaryRow {
  markdown: string;
}

const SUMMARY = sql`posts.id AS id, slug, title, description, users.display_name AS author, published_at, updated_at`;
const WHOLE = sql`${SUMMARY}, markdown`;
const NEWEST_FIRST = sql`ORDER BY published_at DESC, id DESC`;

const IS_THERE = `
  SELECT 1 FROM posts WHERE id = ?1
  UNION ALL SELECT 1 FROM shadowed_posts WHERE id = ?1 AND base_version IS NULL AND is_deleted = 0
  LIMIT 1`;

const IDS = "SELECT tenant_id, id FROM posts WHERE tenant_id IN (SELECT value FROM json_each(?1))";

const ADD = `
  INSERT INTO posts (id, slug, author_id, title, description, markdown, status,
    published_at, created_at, updated_at)
  VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?9)`;

/** The posts of one tenant, as one reader sees them. There is no way to a post but through its tenant. */
export interface Posts {
  /** Published posts, newest first: at most `limit`, after the first `skip`. */
  newest(limit: number, skip?: number): Promise<PostSummary[]>;
  /** The same, with their text. */
  wholeNewest(limit: number): Promise<Post[]>;
  /** A published post with its neighbours in time, or nothing. */
  read(slug: string): Promise<FoundPost | undefined>;
  /** To whom the post of this id is shown, if the reader is among them. */
  shownTo(id: string): Promise<ShownTo | undefined>;
  /** Adds a post. Throws a ZodError for one that breaks the contract, and if its id or slug is taken in this tenant. */
  add(post: NewPost): Promise<void>;
}

export interface PostInPlace {
  readonly post: Post;
  readonly newer: PostSummary | undefined;
  readonly older: PostSummary | undefined;
}

export interface FoundPost extends PostInPlace {
  readonly shownTo: ShownTo;
}

/** To everybody, or to a shadow-banned writer alone. */
export type ShownTo = "all" | "its writer";

/**
 * Opens the posts of one tenant, as they stand at `now` (epoch milliseconds) for a reader, or for anybody: a post of a later
 * time is not yet seen.
 */
export function postsOf(db: TenantDatabase, now: number, readerId?: ReaderId): Posts {
  const isPublished = sql`posts.status = 'published' AND posts.published_at <= ${now}`;

  function published(columns: Sql, condition = sql`1 = 1`): Sql {
    return ofSeenPosts(
      readerId,
      ({ from, seen, own }) => sql`
        SELECT ${columns}, ${own} AS own FROM ${from} JOIN users ON users.id = posts.author_id
        WHERE ${isPublished} AND ${seen} AND ${condition}`,
    );
  }

  return {
    async newest(limit, skip = 0) {
      const newest = sql`${published(SUMMARY)} ${NEWEST_FIRST} LIMIT ${limit} OFFSET ${skip}`;
      const { results } = await prepare(db, newest).all<SummaryRow>();
      return results.map(toSummary);
    },
    async wholeNewest(limit) {
      const newest = sql`${published(WHOLE)} ${NEWEST_FIRST} LIMIT ${limit}`;
      const { results } = await prepare(db, newest).all<PostRow>();
      return results.map(toPost);
    },
    async read(slug) {
      const isIt = sql`posts.slug = ${slug}`;
      const places = ofSeenPosts(
        readerId,
        ({ from, seen }) => sql`SELECT published_at, id FROM ${from} WHERE ${isIt} AND ${seen}`,
      );
      const here = sql`(SELECT published_at, id FROM (${places}) LIMIT 1)`;
      // Two posts of one instant are ordered by id, here as in the list.
      const newer = published(SUMMARY, sql`(posts.published_at, posts.id) > ${here}`);
      const older = published(SUMMARY, sql`(posts.published_at, posts.id) < ${here}`);
      const [found, after, before] = await db.batch<PostRow>([
        prepare(db, published(WHOLE, isIt)),
        prepare(db, sql`${newer} ORDER BY published_at, id LIMIT 1`),
        prepare(db, sql`${older} ${NEWEST_FIRST} LIMIT 1`),
      ]);
      const row = found?.results[0];
      if (!row) return undefined;
      const shownTo = row.own === 1 ? "its writer" : "all";
      return { post: toPost(row), newer: summaryIn(after), older: summaryIn(before), shownTo };
    },
    async shownTo(id) {
      const isIt = sql`posts.id = ${id} AND ${isPublished}`;
      const shown = ofSeenPosts(
        readerId,
        ({ from, seen }) => sql`
          SELECT EXISTS (SELECT 1 FROM posts WHERE ${isIt}) AS to_all FROM ${from} WHERE ${isIt} AND ${seen}`,
      );
      const row = await prepare(db, shown).first<{ to_all: 0 | 1 }>();
      if (!row) return undefined;
      return row.to_all === 1 ? "all" : "its writer";
    },
    async add(post) {
      const { id, slug, authorId, title, description, markdown, status, publishedAt } = NewPost.parse(post);
      await db
        .prepare(ADD)
        .bind(id, slug, authorId, title, description, markdown, status, publishedAt ?? null, now)
        .run();
    },
  };
}

function summaryIn(result: D1Result<SummaryRow> | undefined): PostSummary | undefined {
  const row = result?.results[0];
  return row && toSummary(row);
}

function toPost(row: PostRow): Post {
  return { ...toSummary(row), markdown: row.markdown };
}

function toSummary(row: SummaryRow): PostSummary {
  const { slug, title, description, author } = row;
  return { slug, title, description, author, publishedAt: row.published_at, updatedAt: row.updated_at };
}

/** Whether there is such a post for anybody, whatever its status. */
export async function isThere(db: TenantDatabase, postId: string): Promise<boolean> {
  return (await db.prepare(IS_THERE).bind(postId).first()) !== null;
}

/** Every post of these tenants, whatever its status. */
export async function listPostKeys(
  { everything }: Operator,
  tenantIds: readonly string[],
): Promise<{ readonly tenantId: string; readonly postId: string }[]> {
  const { results } = await everything
    .prepare(IDS)
    .bind(JSON.stringify(tenantIds))
    .all<{ tenant_id: string; id: string }>();
  return results.map(({ tenant_id: tenantId, id: postId }) => ({ tenantId, postId }));
}
