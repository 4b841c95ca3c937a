import type { TenantDatabase } from "#implementations/prism";
import type { Operator } from "../tenancy/operator.ts";
import { NewPost, type Post, type PostSummary } from "../contracts/post.ts";

interface SummaryRow {
  slug: string;
  title: string;
  description: string;
  author: string;
  published_at: number;
  updated_at: number;
}
interface PostRow extends SummaryRow {
  markdown: string;
}

const SUMMARY = "slug, title, description, users.display_name AS author, published_at, updated_at";
const PUBLISHED = `
  FROM posts JOIN users ON users.id = posts.author_id
  WHERE posts.status = 'published' AND posts.published_at <= ?1`;

const NEWEST = `
  SELECT ${SUMMARY} ${PUBLISHED}
  ORDER BY posts.published_at DESC, posts.id DESC
  LIMIT ?2 OFFSET ?3`;

const WHOLE_NEWEST = `
  SELECT ${SUMMARY}, markdown ${PUBLISHED}
  ORDER BY posts.published_at DESC, posts.id DESC
  LIMIT ?2`;

const BY_SLUG = `SELECT ${SUMMARY}, markdown ${PUBLISHED} AND posts.slug = ?2`;

// Two posts of one instant are ordered by id, here as in the list.
const THIS_POST = "(SELECT published_at, id FROM posts WHERE slug = ?2)";
const NEWER = `
  SELECT ${SUMMARY} ${PUBLISHED} AND (posts.published_at, posts.id) > ${THIS_POST}
  ORDER BY posts.published_at, posts.id
  LIMIT 1`;
const OLDER = `
  SELECT ${SUMMARY} ${PUBLISHED} AND (posts.published_at, posts.id) < ${THIS_POST}
  ORDER BY posts.published_at DESC, posts.id DESC
  LIMIT 1`;

const IS_PUBLISHED = "SELECT 1 FROM posts WHERE id = ?2 AND status = 'published' AND published_at <= ?1";

const IS_THERE = "SELECT 1 FROM posts WHERE id = ?";

const IDS = "SELECT tenant_id, id FROM posts WHERE tenant_id IN (SELECT value FROM json_each(?1))";

const ADD = `
  INSERT INTO posts (id, slug, author_id, title, description, markdown, status,
    published_at, created_at, updated_at)
  VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?9)`;

/** The posts of one tenant. There is no way to a post but through its tenant. */
export interface Posts {
  /** Published posts, newest first: at most `limit`, after the first `skip`. */
  newest(limit: number, skip?: number): Promise<PostSummary[]>;
  /** The same, with their text. */
  wholeNewest(limit: number): Promise<Post[]>;
  /** A published post with its neighbours in time, or nothing. */
  read(slug: string): Promise<PostInPlace | undefined>;
  /** Whether readers may see a post of this id. */
  isPublished(id: string): Promise<boolean>;
  /** Adds a post. Throws a ZodError for one that breaks the contract, and if its id or slug is taken in this tenant. */
  add(post: NewPost): Promise<void>;
}

export interface PostInPlace {
  readonly post: Post;
  readonly newer: PostSummary | undefined;
  readonly older: PostSummary | undefined;
}

/** Opens the posts of one tenant, as they stand at `now` (epoch milliseconds): a post of a later time is not yet seen. */
export function postsOf(db: TenantDatabase, now: number): Posts {
  return {
    async newest(limit, skip = 0) {
      const { results } = await db.prepare(NEWEST).bind(now, limit, skip).all<SummaryRow>();
      return results.map(toSummary);
    },
    async wholeNewest(limit) {
      const { results } = await db.prepare(WHOLE_NEWEST).bind(now, limit).all<PostRow>();
      return results.map(toPost);
    },
    async read(slug) {
      const [found, newer, older] = await db.batch<PostRow>([
        db.prepare(BY_SLUG).bind(now, slug),
        db.prepare(NEWER).bind(now, slug),
        db.prepare(OLDER).bind(now, slug),
      ]);
      const row = found?.results[0];
      if (!row) return undefined;
      return { post: toPost(row), newer: summaryIn(newer), older: summaryIn(older) };
    },
    async isPublished(id) {
      return (await db.prepare(IS_PUBLISHED).bind(now, id).first()) !== null;
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

/** Whether there is such a post, whatever its status. */
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
