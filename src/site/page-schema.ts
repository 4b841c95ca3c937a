import { z } from "astro/zod";
import { entrySchema } from "./catalogue/entry-schema.ts";
import { wordsSchema } from "./catalogue/words-schema.ts";

export const COLUMNS = ["SessionDO", "TenantDO", "PostDO", "Vista", "D1", "R2"] as const;
export type Column = (typeof COLUMNS)[number];

export const LINKS = ["direct", "indirect", "none"] as const;
export type Link = (typeof LINKS)[number];

export const PHASES = [1, 2, 3] as const;
export const PRIORITIES = ["high", "medium", "low"] as const;

const link = z.enum(LINKS, { error: `Say how the pattern uses it: ${LINKS.join(", ")}` });

/** What a page of Grove's own patterns says beside its entry. Matrices, indexes and the roadmap are made of both. */
const pattern = z.strictObject({
  phase: z.literal(PHASES, { error: "The roadmap has phases 1, 2 and 3" }),
  priority: z.enum(PRIORITIES, { error: `Say how urgent it is: ${PRIORITIES.join(", ")}` }),
  integration: z.strictObject(
    {
      SessionDO: link,
      TenantDO: link,
      PostDO: link,
      Vista: link,
      D1: link,
      R2: link,
    } satisfies Record<Column, typeof link>,
    { error: (issue) => (issue.code === "invalid_type" ? "Say what the pattern touches" : undefined) },
  ),
});

/** What every page has beyond Starlight's own front matter. */
export const pageSchema = z
  .object({
    title: z.string({ error: "Every page has a title" }),
    description: z
      .string({ error: "Every page has a description, for search results and link previews" })
      .min(80, "Say more: a description has 80 to 160 characters")
      .max(160, "Say less: a description has 80 to 160 characters"),
    /** What a page that was begun from a template still lacks; left out when it is done. */
    toDo: z.array(z.string().min(1, "Say what is to do")).default([]),
    pattern: pattern.optional(),
    entry: entrySchema.optional(),
    words: wordsSchema.optional(),
  })
  .superRefine((page, context) => {
    if (page.pattern && !page.entry)
      context.addIssue({
        code: "custom",
        path: ["entry"],
        message: "A pattern is an entry of the catalogue too: say as `entry` what every entry says",
      });
  });

export type PatternMatter = z.infer<typeof pattern>;
