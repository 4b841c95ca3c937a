import { z } from "zod";

/** The last part of a post's address: 1 to 100 of a–z, 0–9 and single inner hyphens. */
export const Slug = z
  .string()
  .max(100)
  .regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/);

const POST_STATUSES = ["draft", "published", "archived"] as const;

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

/** The last moment whose year has four digits, as dates in feeds must have. */
const END_OF_9999 = Date.UTC(9999, 11, 31, 23, 59, 59, 999);

/** A post as its author hands it in. The table has the same rules. */
export const NewPost = z
  .strictObject({
    id: z.string().min(1),
    authorId: z.string().min(1),
    slug: Slug,
    title: z.string().min(1).max(200),
    description: z.string().max(400),
    markdown: z.string().max(100_000),
    status: z.enum(POST_STATUSES),
    /** Required of a published post; epoch milliseconds. Until then nobody sees it. */
    publishedAt: z.int().min(0).max(END_OF_9999).optional(),
  })
  .refine(({ status, publishedAt }) => status !== "published" || publishedAt !== undefined, {
    path: ["publishedAt"],
    error: "A published post has a time",
  });
export type NewPost = Readonly<z.infer<typeof NewPost>>;
