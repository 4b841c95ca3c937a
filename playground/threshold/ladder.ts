import type { Judgement } from "#implementations/threshold";
import type { Answer } from "./answer.ts";
import { inWords } from "./words.ts";

export type Level = Judgement["level"];

interface LadderStep {
  readonly level: Level;
  /** What a request is answered there. */
  readonly answers: string;
}

/** Mildest first. */
export const STEPS: readonly LadderStep[] = [
  { level: "clear", answers: "200" },
  { level: "warning", answers: "429" },
  { level: "slowdown", answers: "503" },
  { level: "block", answers: "403" },
  { level: "ban", answers: "403" },
];

/** How the user stands with the ladder, as far as it is told. Times are epoch milliseconds. */
export interface LadderView {
  readonly level: Level;
  /** When a sentence ends. */
  readonly until?: number;
  /** Not yet forgiven; a Worker does not tell. */
  readonly violations?: number;
  /** When the next of them is. */
  readonly forgiveAt?: number;
}

const rankOf = (level: Level): number => STEPS.findIndex((step) => step.level === level);

/**
 * What answers tell of the ladder. Nobody is forgiven as long as a sandbox lasts, so what was heard stays true, but for
 * a sentence that has been served.
 */
export function hear(before: LadderView, answers: readonly Answer[]): LadderView {
  return answers.filter(({ aim }) => aim.sender !== "nobody").reduce(hearOne, before);
}

function hearOne(before: LadderView, answer: Answer): LadderView {
  const now = serve(before, answer.at);
  const level = levelIn(answer);
  if (rankOf(level) < rankOf(now.level)) return now;
  return answer.kind === "barred" ? { level, until: answer.at + (answer.retryAfter ?? 0) * 1000 } : { level };
}

function levelIn({ kind, status, headers }: Answer): Level {
  if (kind !== "barred") return headers["x-ratelimit-warning"] === undefined ? "clear" : "warning";
  if (status === 503) return "slowdown";
  return headers["x-ratelimit-banned"] === undefined ? "block" : "ban";
}

/** What is left of a sentence when it is over: a warning. */
export function serve(view: LadderView, now: number): LadderView {
  return view.until !== undefined && view.until <= now ? { level: "warning" } : view;
}

/** What the ladder holds against the user, in a sentence or two. */
export function describeLadder(view: LadderView, now: number): string {
  const { violations, forgiveAt } = view;
  if (!violations || forgiveAt === undefined) return describeLevel(view, now);
  const which = violations === 1 ? "The violation is" : `One of ${violations} violations is`;
  const when = `${which} forgiven in ${inWords(forgiveAt - now)}, unless another comes.`;
  return `${describeLevel(view, now)} ${when}`;
}

function describeLevel({ level, until }: LadderView, now: number): string {
  if (level === "clear") {
    return "Nothing is held against the user. A window in which their limit refuses is one violation.";
  }
  if (until === undefined) return "Requests pass as before, with a warning in the headers.";
  const status = STEPS[rankOf(level)]?.answers;
  return `Every request of theirs is answered ${status} for another ${inWords(until - now)}.`;
}
