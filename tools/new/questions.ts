import { Refusal } from "./refusal.ts";

/** One thing that must be known of what is begun: a flag for scripts, a question for people. */
export interface Question {
  readonly flag: string;
  readonly ask: string;
  /** What is taken when nothing is answered; without it there must be an answer. */
  readonly fallback?: string;
  /** What remains to do where the fallback was taken. */
  readonly thenToDo?: string;
  /** What is wrong with an answer, in a sentence; undefined if nothing is. */
  readonly check: (answer: string) => string | undefined;
}

export type Answers = Readonly<Record<string, string>>;

/** Hands over the next line that somebody typed, or undefined when there is none to come. */
export type Ask = (prompt: string) => Promise<string | undefined>;

export interface Given {
  readonly flags: Readonly<Record<string, string | boolean | undefined>>;
  /** Asked for what no flag says; undefined if nobody is to be asked. */
  readonly ask: Ask | undefined;
}

/**
 * An answer to each question, and what is still to do where none was given. Throws a Refusal that names every flag that
 * is wrong or lacking.
 */
export async function collectAnswers(
  questions: readonly Question[],
  { flags, ask }: Given,
): Promise<{ answers: Answers; toDo: string[] }> {
  const wrong = questions.flatMap(({ flag, check }) => {
    const value = flags[flag];
    const problem = typeof value === "string" ? check(value) : undefined;
    return problem === undefined ? [] : [`--${flag} ${JSON.stringify(value)}: ${problem}`];
  });
  if (wrong.length > 0) throw new Refusal(wrong.join("\n"));

  const answers: Record<string, string> = {};
  const toDo: string[] = [];
  for (const question of questions) {
    const { flag, fallback, thenToDo } = question;
    const flagged = flags[flag];
    const given = typeof flagged === "string" ? flagged : await answerTo(question, ask);
    answers[flag] = given ?? fallback ?? "";
    if (given === undefined && thenToDo !== undefined) toDo.push(thenToDo);
  }
  return { answers, toDo };
}

/** What somebody answers; undefined where the fallback is to be taken. */
async function answerTo(
  { flag, ask: text, fallback, check }: Question,
  ask: Ask | undefined,
): Promise<string | undefined> {
  if (!ask && fallback === undefined) throw new Refusal(`Give --${flag}: ${text}`);
  if (!ask) return undefined;
  const prompt = `${text}${fallback === undefined ? "" : ` [${fallback}]`}: `;
  let before = "";
  while (true) {
    const line = await ask(`${before}${prompt}`);
    if (line === undefined) throw new Refusal(`Nobody answered. Give --${flag}: ${text}`);
    const answer = line.trim();
    if (answer === "" && fallback !== undefined) return undefined;
    const problem = check(answer);
    if (problem === undefined) return answer;
    before = `${problem}\n`;
  }
}
