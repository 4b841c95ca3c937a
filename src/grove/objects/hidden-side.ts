import { createTables, type ObjectStorage } from "#implementations/loom";
import type { Comment } from "../contracts/comment.ts";

const STEPS = [
  `CREATE TABLE hidden_comments (
    author_id TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    id TEXT NOT NULL,
    parent_id TEXT,
    text TEXT NOT NULL,
    PRIMARY KEY (author_id, created_at, id)
  ) STRICT, WITHOUT ROWID`,
  "CREATE TABLE gone_for (user_id TEXT NOT NULL PRIMARY KEY) STRICT, WITHOUT ROWID",
];
const ADD = "INSERT INTO hidden_comments (author_id, created_at, id, parent_id, text) VALUES (?, ?, ?, ?, ?)";
const NEWEST = `
  SELECT author_id, created_at, id, parent_id, text FROM hidden_comments
  WHERE author_id = ? ORDER BY created_at DESC, id DESC LIMIT ?`;
const FIND = "SELECT 1 FROM hidden_comments WHERE author_id = ? AND id = ?";
const END = "INSERT INTO gone_for (user_id) VALUES (?) ON CONFLICT DO NOTHING";
const ENDED = "SELECT user_id FROM gone_for";

/** What one post has for shadow-banned writers, each alone: of the rest, D1 knows. */
export interface HiddenSide {
  /** Keeps a comment on a post that its writer alone sees: D1 has no such post, and takes no comment on it. */
  addComment(comment: Comment): void;
  hasComment(authorId: string, id: string): boolean;
  /** The newest comments that a reader sees: others', and those of their own that are kept here; newest first. */
  among(others: readonly Comment[], readerId: string | undefined, limit: number): Comment[];
  /** From now on the post is gone for one who has deleted it, and for nobody else. */
  endFor(userId: string): void;
  isGoneFor(userId: string | undefined): boolean;
}

export function createHiddenSide(storage: ObjectStorage): HiddenSide {
  const { sql } = storage;
  const tables = createTables(storage, "hidden_side", STEPS);
  let goneFor: Set<unknown> | undefined;

  function read(query: string, ...values: (string | number)[]): readonly Record<string, unknown>[] {
    return tables.isMade() ? [...sql.exec(query, ...values)] : [];
  }

  return {
    addComment({ authorId, at, id, parentId, text }) {
      tables.make();
      sql.exec(ADD, authorId, at, id, parentId ?? null, text);
    },
    hasComment: (authorId, id) => read(FIND, authorId, id).length > 0,
    among(others, readerId, limit) {
      const own =
        readerId === undefined ? [] : (read(NEWEST, readerId, limit) as readonly unknown[] as Row[]);
      const all =
        own.length === 0 ? others : [...others, ...own.map(toComment)].toSorted((a, b) => b.at - a.at);
      return all.slice(0, limit);
    },
    endFor(userId) {
      tables.make();
      sql.exec(END, userId);
      goneFor = undefined;
    },
    isGoneFor(userId) {
      goneFor ??= new Set(read(ENDED).map(({ user_id: id }) => id));
      return userId !== undefined && goneFor.has(userId);
    },
  };
}

interface Row {
  readonly author_id: string;
  readonly created_at: number;
  readonly id: string;
  readonly parent_id: string | null;
  readonly text: string;
}

function toComment({ author_id: authorId, created_at: at, id, parent_id: parentId, text }: Row): Comment {
  return { id, text, authorId, ...(parentId !== null && { parentId }), at };
}
