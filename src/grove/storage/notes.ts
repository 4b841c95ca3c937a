import type { TenantDatabase } from "#implementations/prism";
import { type Note, NOTES_KEPT, NOTES_SHOWN } from "../contracts/note.ts";

interface NoteRow {
  id: string;
  text: string;
  author_id: string;
  created_at: number;
}

const ADD = `
  INSERT INTO notes (id, author_id, text, is_shadowed, created_at)
  VALUES (?1, ?2, ?3, ?4, ?5)`;

// Each kind has room of its own: what is hidden must push out nothing that is seen.
const DROP_OLDEST = `
  DELETE FROM notes
  WHERE is_shadowed = ?1 AND (created_at, id) <= (
    SELECT created_at, id FROM notes
    WHERE is_shadowed = ?1
    ORDER BY created_at DESC, id DESC
    LIMIT 1 OFFSET ${NOTES_KEPT}
  )`;

const NEWEST = `
  SELECT id, text, author_id, created_at FROM notes
  WHERE is_shadowed = 0 OR author_id = ?1
  ORDER BY created_at DESC, id DESC
  LIMIT ${NOTES_SHOWN}`;

/** The guest book of one tenant. */
export interface Notes {
  /** Adds a note; a shadowed one with the same statements, so that it takes as long. The oldest goes if there is no room. */
  add(note: Note, isShadowed: boolean): Promise<void>;
  /** The newest that `readerId` may see, or that anybody may: shadowed notes only if they are the reader's own. */
  newest(readerId: string | undefined): Promise<Note[]>;
}

export function notesOf(db: TenantDatabase): Notes {
  return {
    async add({ id, text, at, authorId }, isShadowed) {
      const kind = isShadowed ? 1 : 0;
      await db.batch([
        db.prepare(ADD).bind(id, authorId, text, kind, at),
        db.prepare(DROP_OLDEST).bind(kind),
      ]);
    },
    async newest(readerId) {
      // No author has the empty id.
      const { results } = await db
        .prepare(NEWEST)
        .bind(readerId ?? "")
        .all<NoteRow>();
      return results.map(({ id, text, author_id, created_at }) => ({
        id,
        text,
        at: created_at,
        authorId: author_id,
      }));
    },
  };
}
