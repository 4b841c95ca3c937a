import {
  type Action,
  type Actor,
  decide,
  type Filter,
  filterFor,
  type TenantDatabase,
} from "#implementations/prism";
import type { ListedPost, PostChange, PostDraft, PostPlace, WholePost } from "../contracts/post.ts";
import { LISTED, type ListedRow, toListed, toWhole, WHOLE, type WholeRow } from "./post-rows.ts";

// In the order in which they were made, which no change of a post changes: a cursor stays good.
const listing = ({ sql }: Filter) => `
  SELECT ${LISTED} FROM posts
  WHERE (? IS NULL OR status = ?) AND (? IS NULL OR (created_at, id) < (?, ?)) AND ${sql}
  ORDER BY created_at DESC, id DESC
  LIMIT ?`;

const finding = ({ sql }: Filter) => `SELECT ${WHOLE} FROM posts WHERE id = ? AND ${sql}`;

const SLUG_TAKEN = "SELECT id FROM posts WHERE slug = ?";

// Counting and adding are one statement, so that no number of simultaneous callers gets past the plan.
const ADD = `
  INSERT INTO posts (id, slug, author_id, title, description, markdown, status, created_at, updated_at)
  SELECT ?, ?, ?, ?, ?, ?, 'draft', ?, ?
  WHERE ? IS NULL OR (SELECT count(*) FROM posts) < ?
  ON CONFLICT (tenant_id, slug) DO NOTHING
  RETURNING ${WHOLE}`;

const SET_TEXT = `
  slug = coalesce(?, slug), title = coalesce(?, title), description = coalesce(?, description),
  markdown = coalesce(?, markdown)`;

// A post keeps the time at which readers first saw it, so that one that comes back does not come back as news.
const SET_PUBLISHED = `
  status = 'published', published_at = CASE WHEN published_at <= ? THEN published_at ELSE ? END`;

const SET_ARCHIVED = "status = 'archived'";

/** Whose the post is, whether it may be changed, and whether it is the one that was read: all asked where it is written. */
const isMeant = ({ sql }: Filter) =>
  `id = ? AND (? IS NULL OR version IN (SELECT value FROM json_each(?))) AND ${sql}`;

const NO_TWIN = "NOT EXISTS (SELECT 1 FROM posts AS twin WHERE twin.slug = ? AND twin.id <> ?)";

/** Which versions of a post a change was made from. */
export type Versions = readonly number[] | "any";

export type PostChanged =
  | { readonly kind: "changed"; readonly post: WholePost }
  /** No such post, or none that the actor may see. */
  | { readonly kind: "absent" }
  /** The actor sees the post, and may not do this to it. */
  | { readonly kind: "denied" }
  /** It is of another version by now. */
  | { readonly kind: "stale"; readonly version: number }
  | { readonly kind: "slug taken" };

export type PostCreated =
  | { readonly kind: "created"; readonly post: WholePost }
  | { readonly kind: "slug taken" }
  /** The tenant has as many posts as it may have. */
  | { readonly kind: "full" };

export interface PostListing {
  readonly status: ListedPost["status"] | undefined;
  /** Only those that come after this one. */
  readonly after: PostPlace | undefined;
  readonly limit: number;
}

/** A post that is to be changed. */
export interface PostTarget {
  readonly id: string;
  readonly versions: Versions;
}

/** The posts of one tenant, as far as one actor may see and change them. */
export interface PostDesk {
  list(listing: PostListing): Promise<ListedPost[]>;
  read(id: string): Promise<WholePost | undefined>;
  /** Adds a draft of the actor's, unless the tenant has `most` posts. */
  create(id: string, draft: PostDraft, most: number): Promise<PostCreated>;
  update(target: PostTarget, change: PostChange): Promise<PostChanged>;
  publish(target: PostTarget): Promise<PostChanged>;
  archive(target: PostTarget): Promise<PostChanged>;
  /** What `remove` would answer, so that the post's object is told of nothing that is not to be. Removes nothing. */
  mayRemove(target: PostTarget): Promise<PostChanged>;
  /** Removes a post with its comments and counts, and gives it as it was. */
  remove(target: PostTarget): Promise<PostChanged>;
}

type Value = string | number | null;

interface Write {
  readonly action: Action;
  readonly set: string;
  readonly values: readonly Value[];
  /** The slug that no other post may have. */
  readonly slug?: string | undefined;
}

/** Opens the posts of one tenant for an actor, as they stand at the actor's time. */
export function postDesk(db: TenantDatabase, actor: Actor): PostDesk {
  const seen = filterFor(actor, "posts:read");

  function found(id: string): D1PreparedStatement {
    return db.prepare(finding(seen)).bind(id, ...seen.values);
  }

  function meant({ id, versions }: PostTarget, filter: Filter): Value[] {
    const list = versions === "any" ? null : JSON.stringify(versions);
    return [id, list, list, ...filter.values];
  }

  /** What was there before, and the write, from one transaction. */
  async function write(target: PostTarget, { action, set, values, slug }: Write): Promise<PostChanged> {
    const filter = filterFor(actor, action);
    const update = `
      UPDATE posts SET ${set}, updated_at = ?, version = version + 1
      WHERE ${isMeant(filter)} AND ${NO_TWIN}
      RETURNING ${WHOLE}`;
    const all = [...values, actor.at, ...meant(target, filter), slug ?? null, target.id];
    const [before, written] = await db.batch<WholeRow>([found(target.id), db.prepare(update).bind(...all)]);
    const [post] = written?.results ?? [];
    if (post) return { kind: "changed", post: toWhole(post) };
    const verdict = judge(target, action, before?.results[0]);
    // It is there, may be changed, and is the one that was read: the slug is all that is left to stand against it.
    return verdict.kind === "changed" ? { kind: "slug taken" } : verdict;
  }

  /** Whether a post may be changed as it is; if so it is given. */
  function judge({ versions }: PostTarget, action: Action, row: WholeRow | null | undefined): PostChanged {
    if (!row) return { kind: "absent" };
    const { author_id: ownerId, status, published_at: publishedAt, version } = row;
    if (decide(actor, action, { ownerId, status, publishedAt }).kind === "denied") return { kind: "denied" };
    if (versions !== "any" && !versions.includes(version)) return { kind: "stale", version };
    return { kind: "changed", post: toWhole(row) };
  }

  return {
    async list({ status = null, after, limit }) {
      const { createdAt = null, id = null } = after ?? {};
      const values = [status, status, id, createdAt, id, ...seen.values, limit];
      const { results } = await db
        .prepare(listing(seen))
        .bind(...values)
        .all<ListedRow>();
      return results.map(toListed);
    },
    async read(id) {
      const row = await found(id).first<WholeRow>();
      return row ? toWhole(row) : undefined;
    },
    async create(id, { slug, title, description, markdown }, most) {
      const room = Number.isFinite(most) ? most : null;
      const authorId = "userId" in actor ? actor.userId : null;
      const text = [id, slug, authorId, title, description, markdown, actor.at, actor.at];
      const [added, twins] = await db.batch<WholeRow>([
        db.prepare(ADD).bind(...text, room, room),
        db.prepare(SLUG_TAKEN).bind(slug),
      ]);
      const [post] = added?.results ?? [];
      if (post) return { kind: "created", post: toWhole(post) };
      return { kind: (twins?.results.length ?? 0) > 0 ? "slug taken" : "full" };
    },
    async update(target, change) {
      const { slug, title, description, markdown } = change;
      const values = [slug, title, description, markdown].map((value) => value ?? null);
      return await write(target, { action: "posts:update", set: SET_TEXT, values, slug });
    },
    publish: async (target) =>
      await write(target, { action: "posts:publish", set: SET_PUBLISHED, values: [actor.at, actor.at] }),
    archive: async (target) =>
      await write(target, { action: "posts:archive", set: SET_ARCHIVED, values: [] }),
    mayRemove: async (target) => judge(target, "posts:delete", await found(target.id).first<WholeRow>()),
    async remove(target) {
      const filter = filterFor(actor, "posts:delete");
      const [before, removed] = await db.batch<WholeRow>([
        found(target.id),
        db
          .prepare(`DELETE FROM posts WHERE ${isMeant(filter)} RETURNING ${WHOLE}`)
          .bind(...meant(target, filter)),
      ]);
      const [post] = removed?.results ?? [];
      if (post) return { kind: "changed", post: toWhole(post) };
      return judge(target, "posts:delete", before?.results[0]);
    },
  };
}
