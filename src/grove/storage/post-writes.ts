import { type Action, type Actor, decide, filterFor, type TenantDatabase } from "#implementations/prism";
import sql, { type Sql } from "sql-template-tag";
import type { ListedPost, PostChange, PostDraft, PostPlace, WholePost } from "../contracts/post.ts";
import { LISTED, type ListedRow, toListed, toWhole, WHOLE, type WholeRow } from "./post-rows.ts";
import { copyOf, isFree, isFreeFor, ofSeenPosts } from "./seen-posts.ts";
import { type CopyRow, dropCopiesOf, hasRoomFor, makeCopy, reveal } from "./shadowed-posts.ts";
import { prepare, where } from "./sql.ts";

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
  | { readonly kind: "slug taken" }
  /** The tenant has as many posts as it may have: a writer's own, hidden until now, is one too many. */
  | { readonly kind: "full" };

export type PostCreated =
  | Extract<PostChanged, { kind: "slug taken" | "full" }>
  | { readonly kind: "created"; readonly post: WholePost };

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
  /** Adds a draft of the actor's, unless the tenant has as many posts as it may have. */
  create(id: string, draft: PostDraft): Promise<PostCreated>;
  update(target: PostTarget, change: PostChange): Promise<PostChanged>;
  publish(target: PostTarget): Promise<PostChanged>;
  archive(target: PostTarget): Promise<PostChanged>;
  /** What `remove` would answer, so that the post's object is told of nothing that is not to be. Removes nothing. */
  mayRemove(target: PostTarget): Promise<PostChanged>;
  /** Removes a post with its comments and counts, and gives it as it was. */
  remove(target: PostTarget): Promise<PostChanged>;
}

export interface DeskOptions {
  /** What is written while shadow banned goes to copies, which nobody else sees. */
  readonly isShadowed: boolean;
  /** How many posts the tenant may have. */
  readonly most: number;
}

/** No user has the empty id. */
const NOBODY = "";

interface Write {
  readonly action: Action;
  readonly set: Sql;
  /** The slug that no other post may have. */
  readonly slug?: string | null;
}

/** Opens the posts of one tenant for an actor, as they stand at the actor's time. */
export function postDesk(db: TenantDatabase, actor: Actor, { isShadowed, most }: DeskOptions): PostDesk {
  const allowed = where(filterFor(actor, "posts:read"));
  const readerId = "userId" in actor ? actor.userId : undefined;
  const me = readerId ?? NOBODY;

  function found(id: string): D1PreparedStatement {
    const whole = ofSeenPosts(
      readerId,
      ({ from, seen }) => sql`SELECT ${WHOLE} FROM ${from} WHERE id = ${id} AND ${seen} AND ${allowed}`,
    );
    return prepare(db, whole);
  }

  /** Whose the post is, whether it may be changed, and whether it is the one that was read: all asked where it is written. */
  function isMeant({ id, versions }: PostTarget, action: Action): Sql {
    const isOne =
      versions === "any"
        ? sql`1 = 1`
        : sql`version IN (SELECT value FROM json_each(${JSON.stringify(versions)}))`;
    return sql`id = ${id} AND ${isOne} AND ${where(filterFor(actor, action))}`;
  }

  const isOwn = sql`writer_id = ${me} AND is_deleted = 0`;

  // #region write
  /**
   * What was there before, and the write, from one transaction. A shadow-banned writer's goes to a copy, which is made if
   * there is none. Anybody else's goes to the post itself, or to the copy that they still have, which then becomes the post.
   */
  async function write(target: PostTarget, { action, set, slug = null }: Write): Promise<PostChanged> {
    const { id } = target;
    const isIt = isMeant(target, action);
    const change = sql`SET ${set}, updated_at = ${actor.at}, version = version + 1 WHERE ${isIt}`;
    const isFreeHere = isFreeFor(me, slug, id);
    const toAll = sql`
      UPDATE posts ${change} AND NOT ${copyOf(me, sql`posts.id`)} AND ${isFree(me, slug, id)} RETURNING ${WHOLE}`;
    const toCopy = sql`
      UPDATE shadowed_posts ${change} AND ${isOwn} AND ${isFreeHere} RETURNING ${WHOLE}, base_version`;
    const [before, written, own] = await db.batch<WholeRow & CopyRow>([
      found(id),
      prepare(db, isShadowed ? makeCopy(me, sql`${isIt} AND ${isFreeHere}`) : toAll),
      prepare(db, toCopy),
    ]);
    const [copy] = own?.results ?? [];
    if (copy && !isShadowed) return await show(copy, async () => await write(target, { action, set, slug }));
    const post = copy ?? written?.results[0];
    if (post) return { kind: "changed", post: toWhole(post) };
    const verdict = judge(target, action, before?.results[0]);
    // It is there, may be changed, and is the one that was read: the slug is all that is left to stand against it.
    return verdict.kind === "changed" ? { kind: "slug taken" } : verdict;
  }
  // #endregion write

  /** Makes a writer's own copy everybody's; where the post was changed meanwhile, the copy is gone and the write is made anew. */
  async function show(copy: WholeRow & CopyRow, again: () => Promise<PostChanged>): Promise<PostChanged> {
    const revealed = await reveal(db, copy, { writerId: me, most });
    if (revealed === "revealed") return { kind: "changed", post: toWhole(copy) };
    return revealed === "moved" ? await again() : { kind: revealed };
  }

  /** Whether a post may be changed as it is; if so it is given. */
  function judge({ versions }: PostTarget, action: Action, row: WholeRow | null | undefined): PostChanged {
    if (!row) return { kind: "absent" };
    const { author_id: ownerId, status, published_at: publishedAt, version } = row;
    if (decide(actor, action, { ownerId, status, publishedAt }).kind === "denied") return { kind: "denied" };
    if (versions !== "any" && !versions.includes(version)) return { kind: "stale", version };
    return { kind: "changed", post: toWhole(row) };
  }

  /** What is a shadow-banned writer's own they delete for everybody, and what is others' for themselves alone. */
  async function remove(target: PostTarget): Promise<PostChanged> {
    const action = "posts:delete";
    const isIt = isMeant(target, action);
    const isForAll = isShadowed ? sql`author_id = ${me}` : sql`1 = 1`;
    const isHidden = sql`${isIt} AND NOT (${isForAll})`;
    const isNoCopy = sql`NOT ${copyOf(me, sql`posts.id`)}`;
    const answers = await db.batch<WholeRow & CopyRow>([
      found(target.id),
      ...[
        sql`DELETE FROM posts WHERE ${isIt} AND ${isForAll} AND ${isNoCopy} RETURNING ${WHOLE}`,
        sql`DELETE FROM shadowed_posts WHERE ${isIt} AND ${isForAll} AND ${isOwn} RETURNING ${WHOLE}, base_version`,
        makeCopy(me, isHidden),
        sql`UPDATE shadowed_posts SET is_deleted = 1 WHERE ${isHidden} AND ${isOwn} RETURNING ${WHOLE}`,
        dropCopiesOf(target.id),
      ].map((each) => prepare(db, each)),
    ]);
    const [before, removed, copy, , hidden] = answers.map(({ results }) => results[0]);
    // The post that it was a copy of goes too, if it is still the same.
    if (copy && copy.base_version !== null) {
      const versions = target.versions === "any" ? "any" : [copy.base_version];
      return await remove({ id: target.id, versions });
    }
    const post = copy ?? removed ?? hidden;
    return post ? { kind: "changed", post: toWhole(post) } : judge(target, action, before);
  }

  return {
    async list({ status, after, limit }) {
      const isOfStatus = status === undefined ? sql`1 = 1` : sql`status = ${status}`;
      const isAfter = after ? sql`(created_at, id) < (${after.createdAt}, ${after.id})` : sql`1 = 1`;
      const listed = ofSeenPosts(
        readerId,
        ({ from, seen }) => sql`
          SELECT ${LISTED} FROM ${from} WHERE ${isOfStatus} AND ${isAfter} AND ${seen} AND ${allowed}`,
      );
      // In the order in which they were made, which no change of a post changes: a cursor stays good.
      const page = sql`${listed} ORDER BY created_at DESC, id DESC LIMIT ${limit}`;
      const { results } = await prepare(db, page).all<ListedRow>();
      return results.map(toListed);
    },
    async read(id) {
      const row = await found(id).first<WholeRow>();
      return row ? toWhole(row) : undefined;
    },
    async create(id, draft) {
      const { slug, title, description, markdown } = draft;
      const isFreeHere = isShadowed ? isFreeFor(me, slug, id) : isFree(me, slug, id);
      const columns = sql`id, slug, author_id, title, description, markdown, status, created_at, updated_at`;
      const values = sql`
        ${id}, ${slug}, ${me}, ${title}, ${description}, ${markdown}, 'draft', ${actor.at}, ${actor.at}`;
      // Counting and adding are one statement, so that no number of simultaneous callers gets past the plan.
      const isRoom = sql`${isFreeHere} AND ${hasRoomFor({ id: me, isShadowed }, most)}`;
      const add = isShadowed
        ? sql`INSERT INTO shadowed_posts (writer_id, ${columns}) SELECT ${me}, ${values} WHERE ${isRoom} RETURNING ${WHOLE}`
        : sql`INSERT INTO posts (${columns}) SELECT ${values} WHERE ${isRoom} RETURNING ${WHOLE}`;
      const [added, free] = await db.batch<WholeRow>([
        prepare(db, add),
        prepare(db, sql`SELECT 1 WHERE ${isFreeHere}`),
      ]);
      const [post] = added?.results ?? [];
      if (post) return { kind: "created", post: toWhole(post) };
      return { kind: (free?.results.length ?? 0) > 0 ? "full" : "slug taken" };
    },
    async update(target, change) {
      const { slug = null, title = null, description = null, markdown = null } = change;
      const set = sql`
        slug = coalesce(${slug}, slug), title = coalesce(${title}, title),
        description = coalesce(${description}, description), markdown = coalesce(${markdown}, markdown)`;
      return await write(target, { action: "posts:update", set, slug });
    },
    // A post keeps the time at which readers first saw it, so that one that comes back does not come back as news.
    publish: async (target) =>
      await write(target, {
        action: "posts:publish",
        set: sql`
          status = 'published',
          published_at = CASE WHEN published_at <= ${actor.at} THEN published_at ELSE ${actor.at} END`,
      }),
    archive: async (target) =>
      await write(target, { action: "posts:archive", set: sql`status = 'archived'` }),
    mayRemove: async (target) => judge(target, "posts:delete", await found(target.id).first<WholeRow>()),
    remove,
  };
}
