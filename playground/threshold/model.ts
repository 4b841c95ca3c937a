import { type Category, SUB_BUCKETS, type Tier, type WindowPolicy } from "#implementations/threshold";
import type { Answer } from "./answer.ts";

/** Whatever answers requests: the pattern itself in this page, or this page's own Worker. */
export interface Source {
  readonly policy: WindowPolicy;
  /** Answers `count` requests, or those of them that it could. */
  send(count: number, now: number): Promise<Outcome>;
}

export interface Outcome {
  /** In the order they were decided. */
  readonly answers: readonly Answer[];
  /** Why there are no more of them, in a sentence for the reader. */
  readonly trouble?: string;
  /** Whether this source will never answer again. */
  readonly isOver?: boolean;
}

/** Everything the demo shows of the requests that were sent. */
export interface DemoState {
  readonly tier: Tier;
  readonly category: Category;
  readonly now: number;
  /** When each request that still counts was admitted, oldest first. */
  readonly admitted: readonly number[];
  readonly allowed: number;
  readonly refused: number;
  readonly last: Answer | undefined;
  /** What the last press of a button did, in a sentence that is not the one before it. */
  readonly news: string;
}

export function begin(tier: Tier, now: number): DemoState {
  return {
    tier,
    category: "requests",
    now,
    admitted: [],
    allowed: 0,
    refused: 0,
    last: undefined,
    news: "Nothing sent yet.",
  };
}

/** The state after time has passed; the clock never steps back, and what no longer counts is forgotten. */
export function passTime(state: DemoState, ms: number, windowMs: number): DemoState {
  const now = state.now + Math.max(0, ms);
  const oldest = bucketOf(now, windowMs) - SUB_BUCKETS;
  return { ...state, now, admitted: state.admitted.filter((at) => bucketOf(at, windowMs) >= oldest) };
}

/** A state that was left, as it is found again later. */
export function resume(state: DemoState, ms: number, { limit, windowMs }: WindowPolicy): DemoState {
  const later = passTime(state, ms, windowMs);
  return { ...later, news: `Back here, ${later.admitted.length} of ${limit} used.` };
}

function bucketOf(at: number, windowMs: number): number {
  return Math.floor((at * SUB_BUCKETS) / windowMs);
}

/** The state after these answers have come back. */
export function receive(state: DemoState, answers: readonly Answer[]): DemoState {
  const last = answers.at(-1);
  if (!last) return state;
  const admitted = answers.filter((answer) => answer.kind === "allowed").map((answer) => answer.at);
  const refused = answers.length - admitted.length;
  const after = {
    ...state,
    admitted: agreeWith(last, [...state.admitted, ...admitted]),
    allowed: state.allowed + admitted.length,
    refused: state.refused + refused,
    last,
  };
  return { ...after, news: describeAnswers(after, admitted.length, refused) };
}

/** A Worker's clock is not this page's and others may send too: what the latest decision says is used, is used. */
function agreeWith(last: Answer, admitted: readonly number[]): number[] {
  const used = last.limit - last.remaining;
  const kept = admitted.toSorted((a, b) => a - b).slice(Math.max(0, admitted.length - used));
  return [...kept, ...Array.from({ length: used - kept.length }, () => last.at)];
}

/** With a running count, because a screen reader is told of a change and not of the same words again. */
function describeAnswers(after: DemoState & { last: Answer }, allowed: number, refused: number): string {
  const { last } = after;
  const retry = last.headers["retry-after"];
  const used = `${after.admitted.length} of ${last.limit} used`;
  const wait = last.kind === "refused" && retry ? `, come back in ${retry} s` : "";
  if (allowed > 0 && refused > 0) return `${allowed} allowed, ${refused} refused${wait}.`;
  if (refused === 0) return allowed === 1 ? `Allowed, ${used}.` : `All ${allowed} allowed, ${used}.`;
  return `${refused === 1 ? "Refused" : `All ${refused} refused`}, ${after.refused} so far${wait}.`;
}

/** How many requests each sub-bucket holds, oldest first: those that still count, as the ring keeps them. */
export function bars(state: DemoState, windowMs: number): number[] {
  const heights = Array.from({ length: SUB_BUCKETS + 1 }, () => 0);
  const oldest = bucketOf(state.now, windowMs) - SUB_BUCKETS;
  for (const at of state.admitted) {
    const place = bucketOf(at, windowMs) - oldest;
    if (place in heights) heights[place] = (heights[place] ?? 0) + 1;
  }
  return heights;
}
