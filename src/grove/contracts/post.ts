import { z } from "zod";

/** The last part of a post's address: 1 to 100 of a–z, 0–9 and single inner hyphens. */
export const Slug = z
  .string()
  .max(100)
  .regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/);

export const POST_STATUSES = ["draft", "published", "archived"] as const;
export type PostStatus = (typeof POST_STATUSES)[number];

/** A post as its readers see it. Times are epoch milliseconds. */
export interface Post {
  readonly slug: string;
  readonly title: string;
  readonly description: string;
  readonly markdown: string;
  readonly author: string;
  readonly publishedAt: number;
  readonly updatedAt: number;
}

export type PostSummary = Omit<Post, "markdown">;

/** A post as its author hands it in. */
export interface NewPost {
  readonly id: string;
  readonly authorId: string;
  readonly slug: string;
  readonly title: string;
  readonly description: string;
  readonly markdown: string;
  readonly status: PostStatus;
  /** Required of a published post; epoch milliseconds. */
  readonly publishedAt?: number;
}
