import { z } from "astro/zod";
import { DOMAINS, subDomainsOf } from "./domains.ts";
import { MATRICES, rowsOf } from "./problems.ts";
import { idsOf, KINDS, LAYERS, LEVELS, RELATIONS, ROLES, SCALES } from "./vocabulary.ts";

/** One of a vocabulary, or a message that names all of it. */
const oneOf = <Id extends string>(terms: Readonly<Record<Id, unknown>>, act: string) => {
  const ids = idsOf(terms);
  return z.enum(ids, { error: `${act}: ${ids.join(", ")}` });
};

const sentence = (ask: string) =>
  z.string({ error: ask }).min(12, `${ask}: a whole sentence`).regex(/[.?]$/, `${ask}: a sentence that ends`);

const slug = (ask: string) => z.string({ error: ask }).regex(/^[a-z0-9-]+$/, `${ask}, in kebab-case`);

const listOf = <Item extends z.ZodType>(item: Item, least: number, ask: string) =>
  z.array(item, { error: ask }).min(least, ask);

const address = z.url({
  protocol: /^https$/,
  error: "Give the address of the source, with https, so that readers can check it",
});

const problem = z
  .strictObject({
    matrix: oneOf(MATRICES, "Name the problem's matrix"),
    row: slug("Name the problem's row in its matrix"),
    role: oneOf(ROLES, "Say whether it answers the problem or helps to"),
  })
  .superRefine(({ matrix, row }, context) => {
    const rows = Object.keys(rowsOf(matrix));
    if (!rows.includes(row))
      context.addIssue({ code: "custom", message: `The matrix ${matrix} has the rows ${rows.join(", ")}` });
  });

const relation = z.strictObject({
  to: slug("Name the other entry by its slug"),
  kind: oneOf(RELATIONS, "Say how the two are related"),
  why: sentence("Say why the two are related"),
});

const place = z.strictObject({
  file: z.string({ error: "Name the file, from the repository's root" }),
  /** A text that stands in one line of the file only: the line that the page links to. */
  at: z.string().optional(),
  why: sentence("Say what the file does of this"),
});

const system = z.strictObject(
  {
    name: z.string({ error: "Name a real system that has it" }),
    url: address,
    what: sentence("Say what that system does of it"),
  },
  { error: "Name a real system that has it, with its source" },
);

/** What every entry of the catalogue says of itself in its front matter. Every way in is made of this. */
export const entrySchema = z
  .strictObject({
    kind: oneOf(KINDS, "Say what kind of entry it is"),
    aliases: z.array(z.string().min(1), {
      error: "List other names that readers may search for, or [] if it has none",
    }),
    symptoms: listOf(z.string(), 2, "List at least two symptoms, in the words of somebody who has them"),
    domain: oneOf(DOMAINS, "Name the domain"),
    subDomain: slug("Name the part of the domain"),
    layers: listOf(oneOf(LAYERS, "Name the layers"), 1, "Name at least one layer"),
    problems: listOf(problem, 1, "Name at least one problem that it answers or helps to answer"),
    level: oneOf(LEVELS, "Say who it is for"),
    complexity: z.strictObject(
      {
        build: oneOf(SCALES.build.steps, "Say how hard it is to build"),
        time: oneOf(SCALES.time.steps, "Say how long it takes"),
        upkeep: oneOf(SCALES.upkeep.steps, "Say how much work it makes afterwards"),
      },
      { error: "Say how complex it is: build, time and upkeep" },
    ),
    question: z
      .string({ error: "Ask in one sentence what the entry answers" })
      .regex(/\?$/, "The essential question ends with a question mark"),
    when: listOf(sentence("Say when to use it"), 2, "Say at least twice when to use it"),
    whenNot: listOf(sentence("Say when not to use it"), 2, "Say at least twice when not to use it"),
    relations: listOf(relation, 1, "Relate it to at least one other entry"),
    system,
    sources: listOf(
      z.strictObject({ title: z.string({ error: "Give the source's title" }), url: address }),
      2,
      "Give at least two sources",
    ),
    inGrove: z.array(place, { error: "Name the files of Grove that use it, or [] if none does" }),
    /** Kept for entries that run: a module that the page's own specs try. No entry has one yet, and nothing reads it. */
    example: z
      .strictObject({
        file: z.string({ error: "Name the module, from the repository's root" }),
        region: z.string().optional(),
      })
      .optional(),
  })
  .superRefine(({ domain, subDomain }, context) => {
    const parts = Object.keys(subDomainsOf(domain));
    if (!parts.includes(subDomain))
      context.addIssue({
        code: "custom",
        path: ["subDomain"],
        message: `The domain ${domain} has the parts ${parts.join(", ")}`,
      });
  });

export type EntryMatter = z.infer<typeof entrySchema>;
