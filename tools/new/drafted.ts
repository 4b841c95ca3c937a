import { ROOT } from "../sources.ts";
import { catalogueQuestions, planEntry } from "./entry.ts";
import { patternQuestions, planPattern } from "./pattern.ts";
import { collectAnswers, type Question } from "./questions.ts";

export const SLUG = "unlit-lamp";
export const ENTRY = `src/content/docs/catalogue/${SLUG}.md`;
export const PATTERN = `src/content/docs/patterns/${SLUG}.mdx`;

const begun = { root: ROOT, slug: SLUG };

/** The files of an entry as the template makes it for somebody who answers nothing, by their paths. */
export async function draftEntry(): Promise<Map<string, string>> {
  const { creates } = planEntry({ ...begun, ...(await unanswered(catalogueQuestions(SLUG, ROOT))) });
  return new Map(creates.map(({ path, text }) => [path, text]));
}

/** The files of a pattern, among them the lists that name it. */
export async function draftPattern(): Promise<Map<string, string>> {
  const { creates, changes } = planPattern({ ...begun, ...(await unanswered(patternQuestions(SLUG))) });
  return new Map([...creates, ...changes].map(({ path, text }) => [path, text]));
}

/** What is proposed in the place of answers. An entry that it is related to is never proposed. */
async function unanswered(questions: readonly Question[]) {
  return await collectAnswers(questions, { flags: { related: "outbox" }, ask: undefined });
}
