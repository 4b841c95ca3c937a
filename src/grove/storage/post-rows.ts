import sql from "sql-template-tag";
import type { ListedPost, WholePost } from "../contracts/post.ts";

export interface ListedRow {
  id: string;
  slug: string;
  title: string;
  description: string;
  author_id: string;
  status: ListedPost["status"];
  published_at: number | null;
  created_at: number;
  updated_at: number;
  version: number;
}

export interface WholeRow extends ListedRow {
  markdown: string;
}

export const LISTED = sql`
  id, slug, title, description, author_id, status, published_at, created_at, updated_at, version`;
export const WHOLE = sql`${LISTED}, markdown`;

export function toListed(row: ListedRow): ListedPost {
  const { id, slug, title, description, status, version } = row;
  return {
    id,
    slug,
    title,
    description,
    authorId: row.author_id,
    status,
    publishedAt: row.published_at,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    version,
  };
}

export function toWhole(row: WholeRow): WholePost {
  return { ...toListed(row), markdown: row.markdown };
}
