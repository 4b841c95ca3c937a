import { marksOf, marksStatement, type Overlay, type StreamStatements } from "#implementations/loom";
import type { TenantDatabase } from "#implementations/prism";
import type { Comment } from "../contracts/comment.ts";

/** A comment on its way to D1, and there. */
export type StoredComment = Comment & { readonly isShadowed: boolean };

interface CommentRow {
  id: string;
  text: string;
  author_id: string;
  parent_id: string | null;
  created_at: number;
}

const ADD = `
  INSERT INTO comments (post_id, created_at, id, author_id, parent_id, text, is_shadowed)
  SELECT ?2, value ->> 'at', value ->> 'id', value ->> 'authorId', value ->> 'parentId', value ->> 'text',
    value ->> 'isShadowed'
  FROM json_each(?1)`;
const NEWEST = `
  SELECT id, text, author_id, parent_id, created_at FROM comments
  WHERE post_id = ?1 AND (is_shadowed = 0 OR author_id = ?2)
  ORDER BY created_at DESC, id DESC
  LIMIT ?3`;
const FIND = `
  SELECT is_shadowed FROM comments WHERE post_id = ?1 AND id = ?2 AND (is_shadowed = 0 OR author_id = ?3)`;

/** Writes comments that come out of the outbox of their post's object. */
export function addCommentsTo(postId: string): StreamStatements[string] {
  return [{ sql: ADD, values: [postId] }];
}

export interface CommentReading {
  /** The newest that the reader may see, or that anybody may; newest first. */
  readonly comments: readonly Comment[];
  /** Those that D1 did not have at that moment, oldest first. */
  readonly pending: readonly StoredComment[];
}

/** Reads the newest comments, and which of the overlay's are not among them yet, in one transaction. */
export async function readComments(
  db: TenantDatabase,
  postId: string,
  options: {
    readonly source: string;
    readonly overlay: Overlay<StoredComment>;
    readonly readerId: string | undefined;
    readonly limit: number;
  },
): Promise<CommentReading> {
  const { source, overlay, readerId, limit } = options;
  const [newest, marks] = await db.batch<CommentRow>([
    // No author has the empty id.
    db.prepare(NEWEST).bind(postId, readerId ?? "", limit),
    marksStatement(db, source, overlay.epochs),
  ]);
  return {
    comments: (newest?.results ?? []).map(toComment),
    pending: overlay.since(marksOf(marks?.results ?? [])),
  };
}

/** Whether a comment that D1 has is hidden, if this reader sees it at all. */
export async function findComment(
  db: TenantDatabase,
  postId: string,
  { id, readerId }: { readonly id: string; readonly readerId: string },
): Promise<Pick<StoredComment, "isShadowed"> | undefined> {
  const row = await db.prepare(FIND).bind(postId, id, readerId).first<{ is_shadowed: 0 | 1 }>();
  return row ? { isShadowed: row.is_shadowed === 1 } : undefined;
}

function toComment({ id, text, author_id, parent_id, created_at }: CommentRow): Comment {
  const parent = parent_id === null ? {} : { parentId: parent_id };
  return { id, text, authorId: author_id, ...parent, at: created_at };
}
