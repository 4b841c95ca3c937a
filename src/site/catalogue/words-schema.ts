import { z } from "astro/zod";

const words = z.string().min(1);

/** What a page in another language says of its entry. What it leaves out is English, and no data is given twice. */
export const wordsSchema = z
  .strictObject({
    aliases: z.array(words),
    symptoms: z.array(words),
    question: words,
    when: z.array(words),
    whenNot: z.array(words),
    /** Why it is related, by the slug of the other entry. */
    relations: z.record(z.string(), words),
    /** What the real system does of it. */
    system: words,
    /** What a file of Grove does of it, by the file's name. */
    inGrove: z.record(z.string(), words),
  })
  .partial();

export type Words = z.infer<typeof wordsSchema>;
