import { aliasesIn, entryQuestions, entryValues } from "./entry-questions.ts";
import { fill, type Plan, refuseTaken } from "./plan.ts";
import type { Answers, Question } from "./questions.ts";
import { titleOf } from "./slug.ts";
import { readNames, refuseTakenNames } from "./taken-names.ts";

const LEFT_TO_DO = "Write the problem, the solution, what it costs and how it fails, in 150 to 500 words";

const fileOf = (slug: string): string => `src/content/docs/catalogue/${slug}.md`;

/** What must be known of an entry of the catalogue before it is begun. */
export function catalogueQuestions(slug: string, root: string): Question[] {
  const title = titleOf(slug);
  const description = `${title} is an entry in the making, begun from the template: its problem and its solution are still to be written.`;
  return [
    ...entryQuestions(slug, description),
    {
      flag: "related",
      ask: "The slug of an entry that it makes possible or better",
      check: (answer) =>
        readNames(root).some((entry) => entry.slug === answer)
          ? undefined
          : `There is no entry ${JSON.stringify(answer)}: take a slug of one at /catalogue/.`,
    },
  ];
}

/** Throws a Refusal where an entry of that slug or name exists. */
export function refuseTakenEntry(root: string, slug: string): void {
  refuseTaken(root, [fileOf(slug), `src/content/docs/catalogue/${slug}.mdx`]);
  refuseTakenNames(root, [slug.replaceAll("-", " ")]);
}

/** The page of a new entry; every list is made from the pages. */
export function planEntry(begun: {
  readonly root: string;
  readonly slug: string;
  readonly answers: Answers;
  readonly toDo: readonly string[];
}): Plan {
  const { root, slug, answers } = begun;
  refuseTakenEntry(root, slug);
  refuseTakenNames(root, [answers["title"] ?? "", ...aliasesIn(answers)]);
  const values = entryValues(slug, answers, [...begun.toDo, LEFT_TO_DO]);
  return { creates: [{ path: fileOf(slug), text: fill("entry/page.md", values) }], changes: [] };
}
