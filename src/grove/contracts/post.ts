import { z } from "zod";
import { keptText, wholeText } from "./kept-text.ts";
import { fromBase64Url, toBase64Url } from "./secret.ts";

/** The last part of a post's address: 1 to 100 of a–z, 0–9 and single inner hyphens. */
export const Slug = z
  .string()
  .max(100)
  .regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/);

const POST_STATUSES = ["draft", "published", "archived"] as const;
const PostStatus = z.enum(POST_STATUSES);

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
    status: PostStatus,
    /** Required of a published post; epoch milliseconds. Until then nobody sees it. */
    publishedAt: z.int().min(0).max(END_OF_9999).optional(),
  })
  .refine(({ status, publishedAt }) => status !== "published" || publishedAt !== undefined, {
    path: ["publishedAt"],
    error: "A published post has a time",
  });
export type NewPost = Readonly<z.infer<typeof NewPost>>;

/** What creating a post asks for. It begins as a draft of whoever creates it. */
export const PostDraft = z.strictObject({
  slug: Slug,
  title: keptText(200),
  description: wholeText(400).default(""),
  markdown: wholeText(100_000),
});
export type PostDraft = Readonly<z.infer<typeof PostDraft>>;

/** What changing a post asks for: what is left out stays as it is. */
export const PostChange = z
  .strictObject({
    slug: Slug,
    title: keptText(200),
    description: wholeText(400),
    markdown: wholeText(100_000),
  })
  .partial()
  .refine((change) => Object.keys(change).length > 0, { error: "Nothing is to be changed" });
export type PostChange = Readonly<z.infer<typeof PostChange>>;

/** A post as the API gives it in a list, times in epoch milliseconds. */
export const ListedPost = z.object({
  id: z.string(),
  slug: Slug,
  title: z.string(),
  description: z.string(),
  authorId: z.string(),
  status: PostStatus,
  /** Null for one that was never published. */
  publishedAt: z.number().nullable(),
  createdAt: z.number(),
  updatedAt: z.number(),
  /** Grows by one with each change. The ETag of the post is this number in quotes. */
  version: z.int().positive(),
});
export type ListedPost = Readonly<z.infer<typeof ListedPost>>;

/** The same with its text. */
export const WholePost = ListedPost.extend({ markdown: z.string() });
export type WholePost = Readonly<z.infer<typeof WholePost>>;

/** What listing posts may ask for. `cursor` is the `next` of the page before, as it is. */
export const PostQuery = z.object({
  status: PostStatus.optional(),
  limit: z.coerce.number().int().min(1).max(100).default(20),
  cursor: z
    .string()
    .max(400)
    .optional()
    .transform((text, context) => {
      if (text === undefined) return undefined;
      const place = readCursor(text);
      if (!place) context.addIssue({ code: "custom", message: "Not a cursor that this list has given" });
      return place;
    }),
});
export type PostQuery = Readonly<z.infer<typeof PostQuery>>;

/** A page of posts, those made last first; `next` is there if there are more. */
export const PostPage = z.object({ posts: z.array(ListedPost), next: z.string().optional() });
export type PostPage = z.infer<typeof PostPage>;

/** Where a page ended. */
export interface PostPlace {
  readonly createdAt: number;
  readonly id: string;
}

/** Writes a place so that nobody reads anything into it. */
export function writeCursor({ createdAt, id }: PostPlace): string {
  return toBase64Url(new TextEncoder().encode(JSON.stringify([createdAt, id])));
}

function readCursor(text: string): PostPlace | undefined {
  try {
    const place: unknown = JSON.parse(new TextDecoder().decode(fromBase64Url(text)));
    const [createdAt, id] = z.tuple([z.int(), z.string()]).parse(place);
    return { createdAt, id };
  } catch {
    // No base64url, no JSON, or another's: none is a cursor of ours.
    return undefined;
  }
}
