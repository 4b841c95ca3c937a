import { z } from "astro/zod";

export const COLUMNS = ["SessionDO", "TenantDO", "PostDO", "Vista", "D1", "R2"] as const;
export type Column = (typeof COLUMNS)[number];

export const LINKS = ["direct", "indirect", "none"] as const;
export type Link = (typeof LINKS)[number];

const link = z.enum(LINKS, { error: `Say how the pattern uses it: ${LINKS.join(", ")}` });

const question = z
  .string({ error: "Ask in one sentence what the pattern answers" })
  .regex(/\?$/, "The essential question ends with a question mark");

/** What every pattern's page says of it in its front matter. Matrices, indexes and the roadmap are made of this. */
const pattern = z.strictObject({
  essentialQuestion: question,
  domain: z
    .string({ error: "Name the domain, such as resilience" })
    .regex(/^[a-z-]+$/, "Write it in kebab-case"),
  layers: z.array(z.enum(["infrastructure", "platform", "application", "cross-cutting"])).min(1),
  phase: z.union([z.literal(1), z.literal(2), z.literal(3)], { error: "The roadmap has phases 1, 2 and 3" }),
  priority: z.enum(["high", "medium", "low"]),
  integration: z.strictObject({
    SessionDO: link,
    TenantDO: link,
    PostDO: link,
    Vista: link,
    D1: link,
    R2: link,
  } satisfies Record<Column, typeof link>),
});

/** What every page has beyond Starlight's own front matter. */
export const pageSchema = z.object({
  description: z
    .string({ error: "Every page has a description, for search results and link previews" })
    .min(80, "Say more: a description has 80 to 160 characters")
    .max(160, "Say less: a description has 80 to 160 characters"),
  pattern: pattern.optional(),
});

export type PatternMatter = z.infer<typeof pattern>;
