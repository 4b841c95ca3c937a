import { z } from "zod";
import { PostQuery } from "./post.ts";
import { MEDIA_TYPES } from "./sniff.ts";

/** The largest file that is taken, in bytes. The table has the same bound. */
export const LARGEST_FILE_BYTES = 10_000_000;

/** A file's name as a header carries it: percent-encoded UTF-8. It is shown and saved under, so it has no folders. */
export const FileName = z
  .string()
  .regex(/^[\x20-\x7E]+$/)
  .transform((header, context) => {
    try {
      return decodeURIComponent(header);
    } catch {
      context.addIssue({ code: "custom", message: "Not percent-encoded UTF-8" });
      return z.NEVER;
    }
  })
  .pipe(
    z
      .string()
      .trim()
      .min(1)
      .max(200)
      // Neither a part of a path nor what hides or turns around the end of a name.
      .regex(/^[^/\\\p{Cc}\u200E\u200F\u202A-\u202E\u2066-\u2069]+$/u),
  );

/** A file as the API tells of it; times are epoch milliseconds. */
export const Media = z.object({
  id: z.string(),
  /** Null for one that came without a name. */
  name: z.string().nullable(),
  type: z.enum(MEDIA_TYPES),
  bytes: z.int().positive(),
  uploaderId: z.string(),
  createdAt: z.number(),
});
export type Media = Readonly<z.infer<typeof Media>>;

/** What listing files may ask for. `cursor` is the `next` of the page before, as it is. */
export const MediaQuery = PostQuery.pick({ limit: true, cursor: true });

/** A page of files, those uploaded last first; `next` is there if there are more. */
export const MediaPage = z.object({ media: z.array(Media), next: z.string().optional() });
export type MediaPage = z.infer<typeof MediaPage>;
