import { type Actor, decide, type Filter, filterFor, type TenantDatabase } from "#implementations/prism";
import type { Media } from "../contracts/media.ts";
import type { PostPlace } from "../contracts/post.ts";
import type { MediaType } from "../contracts/sniff.ts";

const COLUMNS = "id, uploader_id, name, type, bytes, created_at";

// Counting and adding are one statement, so that no number of simultaneous callers gets past the plan.
const RESERVE = `
  INSERT INTO media (${COLUMNS}, state)
  SELECT ?, ?, ?, ?, ?, ?, 'pending'
  WHERE (SELECT coalesce(sum(bytes), 0) FROM media) + ? <= ?`;

const SETTLE = `UPDATE media SET state = 'stored' WHERE id = ? RETURNING ${COLUMNS}`;

const FIND = ({ sql }: Filter) => `SELECT ${COLUMNS} FROM media WHERE id = ? AND state = 'stored' AND ${sql}`;

const LIST = ({ sql }: Filter) => `
  SELECT ${COLUMNS} FROM media
  WHERE state = 'stored' AND (? IS NULL OR (created_at, id) < (?, ?)) AND ${sql}
  ORDER BY created_at DESC, id DESC
  LIMIT ?`;

const WITHDRAW = ({ sql }: Filter) =>
  `UPDATE media SET state = 'pending' WHERE id = ? AND state = 'stored' AND ${sql} RETURNING ${COLUMNS}`;

const WITHDRAW_ALL = "UPDATE media SET state = 'pending' WHERE state = 'stored' RETURNING id";

const DISCARD = "DELETE FROM media WHERE state = 'pending' AND id = ?";
// It reads all rows of the tenant: what may raise uses no index beside one that has entries of all.
const DISCARD_ALL = "DELETE FROM media WHERE state = 'pending' AND id IN (SELECT value FROM json_each(?))";

interface MediaRow {
  id: string;
  uploader_id: string;
  name: string | null;
  type: MediaType;
  bytes: number;
  created_at: number;
}

/** A file that is about to be stored; `bytes` is its size. */
export interface NewMedia {
  readonly id: string;
  readonly name: string | null;
  readonly type: MediaType;
  readonly bytes: number;
}

/** What came of taking a file away: no such file, not the actor's to take, or it is out of everybody's sight. */
export type Withdrawn = "absent" | "denied" | "withdrawn";

/** The rows of one tenant's files, as far as one actor may see and change them. What they say of R2 is the caller's to make true. */
export interface MediaDesk {
  /** Takes room for a file of the actor's, unless the tenant's files would have more than `most` bytes then. */
  reserve(file: NewMedia, most: number): Promise<boolean>;
  /** Shows a file whose bytes are stored. Nothing if its row is gone by now: then the bytes are nobody's. */
  settle(id: string): Promise<Media | undefined>;
  list(limit: number, after: PostPlace | undefined): Promise<Media[]>;
  find(id: string): Promise<Media | undefined>;
  /** Hides a file, whose bytes are to be deleted next. If they are not, the row is still there to sweep them by. */
  withdraw(id: string): Promise<Withdrawn>;
}

/** Opens the rows of one tenant's files for an actor. */
export function mediaDesk(db: TenantDatabase, actor: Actor): MediaDesk {
  const seen = filterFor(actor, "media:read");

  function found(id: string): D1PreparedStatement {
    return db.prepare(FIND(seen)).bind(id, ...seen.values);
  }

  return {
    async reserve({ id, name, type, bytes }, most) {
      const uploaderId = "userId" in actor ? actor.userId : null;
      const values = [id, uploaderId, name, type, bytes, actor.at, bytes, most];
      const { meta } = await db
        .prepare(RESERVE)
        .bind(...values)
        .run();
      return meta.changes === 1;
    },
    async settle(id) {
      const row = await db.prepare(SETTLE).bind(id).first<MediaRow>();
      return row ? toMedia(row) : undefined;
    },
    async list(limit, after) {
      const listed = filterFor(actor, "media:list");
      const { createdAt = null, id = null } = after ?? {};
      const { results } = await db
        .prepare(LIST(listed))
        .bind(id, createdAt, id, ...listed.values, limit)
        .all<MediaRow>();
      return results.map(toMedia);
    },
    async find(id) {
      const row = await found(id).first<MediaRow>();
      return row ? toMedia(row) : undefined;
    },
    async withdraw(id) {
      const filter = filterFor(actor, "media:delete");
      const [before, withdrawn] = await db.batch<MediaRow>([
        found(id),
        db.prepare(WITHDRAW(filter)).bind(id, ...filter.values),
      ]);
      if ((withdrawn?.results.length ?? 0) > 0) return "withdrawn";
      const row = before?.results[0];
      const isTheirs = row && decide(actor, "media:delete", { ownerId: row.uploader_id }).kind === "allowed";
      return row && !isTheirs ? "denied" : "absent";
    },
  };
}

/** Hides all files of a tenant, and says which: their bytes are to be deleted next. */
export async function withdrawAllMedia(db: TenantDatabase): Promise<string[]> {
  const { results } = await db.prepare(WITHDRAW_ALL).all<{ id: string }>();
  return results.map(({ id }) => id);
}

/** Frees the room of a file that nobody sees and whose bytes are deleted. */
export async function discardMedia(db: TenantDatabase, id: string): Promise<void> {
  await db.prepare(DISCARD).bind(id).run();
}

/** Frees the room of all that have been withdrawn and whose bytes are deleted. */
export async function discardAllMedia(db: TenantDatabase, withdrawn: readonly string[]): Promise<void> {
  await db.prepare(DISCARD_ALL).bind(JSON.stringify(withdrawn)).run();
}

function toMedia(row: MediaRow): Media {
  const { id, uploader_id: uploaderId, name, type, bytes, created_at: createdAt } = row;
  return { id, name, type, bytes, uploaderId, createdAt };
}
