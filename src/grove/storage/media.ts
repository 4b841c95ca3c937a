import { type Actor, decide, type Filter, filterFor, type TenantDatabase } from "#implementations/prism";
import type { Media } from "../contracts/media.ts";
import type { PostPlace } from "../contracts/post.ts";
import type { MediaType } from "../contracts/sniff.ts";

const COLUMNS = "id, uploader_id, name, type, bytes, created_at";

// What the reader, who is ?1, may see of the files: no hidden ones of others, and none that were removed for this reader.
const SEEN = `
  (is_shadowed = 0 OR uploader_id = ?1)
  AND NOT EXISTS (SELECT 1 FROM media_removals WHERE media_id = media.id AND user_id = ?1)`;

// Counting and adding are one statement, so that no number of simultaneous callers gets past the plan. A file takes room
// from those who see it: it must fit in what its uploader sees, and one that all see in what all see.
const RESERVE = `
  INSERT INTO media (uploader_id, id, name, type, bytes, created_at, is_shadowed, state)
  SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, 'pending'
  WHERE ?5 + (
    SELECT max(total(bytes) FILTER (WHERE ${SEEN}), total(bytes) FILTER (WHERE is_shadowed = 0 AND ?7 = 0)) FROM media
  ) <= ?8`;

const SETTLE = `UPDATE media SET state = 'stored' WHERE id = ? RETURNING ${COLUMNS}`;

const FIND = ({ sql }: Filter) =>
  `SELECT ${COLUMNS} FROM media WHERE id = ?2 AND state = 'stored' AND ${SEEN} AND ${sql}`;

const LIST = ({ sql }: Filter) => `
  SELECT ${COLUMNS} FROM media
  WHERE state = 'stored' AND (?2 IS NULL OR (created_at, id) < (?2, ?3)) AND ${SEEN} AND ${sql}
  ORDER BY created_at DESC, id DESC
  LIMIT ?`;

// Who is shadowed, which is ?3, deletes for all what is their own, and others' for themselves.
const WITHDRAW = ({ sql }: Filter) => `
  UPDATE media SET state = 'pending'
  WHERE id = ?2 AND state = 'stored' AND (uploader_id = ?1 OR ?3 = 0) AND ${SEEN} AND ${sql}
  RETURNING id`;

const REMOVE = ({ sql }: Filter) => `
  INSERT INTO media_removals (media_id, user_id)
  SELECT id, ?1 FROM media
  WHERE id = ?2 AND state = 'stored' AND uploader_id <> ?1 AND ?3 = 1 AND ${SEEN} AND ${sql}
  RETURNING media_id`;

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

/** Who reads and writes. What somebody shadowed does is seen by themselves alone. */
interface MediaReader {
  readonly id: string;
  readonly isShadowed: boolean;
}

/** What came of taking a file away: no such file, not the actor's to take, or it is out of everybody's sight, or of theirs alone. */
export type Withdrawn = "absent" | "denied" | "withdrawn" | "removed for one";

/** The rows of one tenant's files, as far as one actor may see and change them. What they say of R2 is the caller's to make true. */
export interface MediaDesk {
  /** Takes room for a file of the actor's, unless the files that are seen would have more than `most` bytes then. */
  reserve(file: NewMedia, most: number): Promise<boolean>;
  /** Shows a file whose bytes are stored. Nothing if its row is gone by now: then the bytes are nobody's. */
  settle(id: string): Promise<Media | undefined>;
  list(limit: number, after: PostPlace | undefined): Promise<Media[]>;
  find(id: string): Promise<Media | undefined>;
  /** Hides a file. If it is withdrawn, its bytes are to be deleted next; if they are not, the row is still there to sweep them by. */
  withdraw(id: string): Promise<Withdrawn>;
}

/** Opens the rows of one tenant's files for an actor, with the reader that the actor is, if it is known. */
export function mediaDesk(db: TenantDatabase, actor: Actor, reader: MediaReader | undefined): MediaDesk {
  // No uploader has the empty id.
  const { id: readerId, isShadowed } = reader ?? { id: "", isShadowed: false };
  const kind = isShadowed ? 1 : 0;
  const seen = filterFor(actor, "media:read");

  function found(id: string): D1PreparedStatement {
    return db.prepare(FIND(seen)).bind(readerId, id, ...seen.values);
  }

  return {
    async reserve({ id, name, type, bytes }, most) {
      const values = [readerId, id, name, type, bytes, actor.at, kind, most];
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
        .bind(readerId, createdAt, id, ...listed.values, limit)
        .all<MediaRow>();
      return results.map(toMedia);
    },
    async find(id) {
      const row = await found(id).first<MediaRow>();
      return row ? toMedia(row) : undefined;
    },
    async withdraw(id) {
      const filter = filterFor(actor, "media:delete");
      const values = [readerId, id, kind, ...filter.values];
      const [before, withdrawn, removed] = await db.batch<MediaRow>([
        found(id),
        db.prepare(WITHDRAW(filter)).bind(...values),
        db.prepare(REMOVE(filter)).bind(...values),
      ]);
      if (withdrawn?.results.length === 1) return "withdrawn";
      if (removed?.results.length === 1) return "removed for one";
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
