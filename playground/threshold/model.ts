import type { Policy, Tier } from "#implementations/threshold";
import { type Answer, lastDecided } from "./answer.ts";
import { type Comparison, compare, UNCOMPARED } from "./compare.ts";
import type { LadderView } from "./ladder.ts";
import type { Layer } from "./layers.ts";
import { describeAnswers, describeUse } from "./news.ts";
import { count, expire, type LayerState, openLayer } from "./windows.ts";

/** What a press of a button sends. */
export interface Batch {
  readonly count: number;
  /** Whether the requests carry the user's session: without one there is no user's limit and no ladder. */
  readonly isSignedIn: boolean;
}

/** Whatever answers requests: the pattern itself in this page, or this page's own Worker. */
export interface Source {
  readonly policies: Readonly<Record<Layer, Policy>>;
  /** Answers a batch, or as much of it as it could. */
  send(batch: Batch, now: number): Promise<Outcome>;
  ladderAt(now: number): LadderView;
}

export interface Outcome {
  readonly answers: readonly Answer[];
  /** Why there are no more of them, in a sentence for the reader. */
  readonly trouble?: string;
  /** Whether this source will never answer again. */
  readonly isOver?: boolean;
}

/** Everything the demo shows of the requests that were sent. */
export interface DemoState {
  readonly tier: Tier;
  readonly now: number;
  readonly layers: readonly LayerState[];
  readonly comparison: Comparison;
  /** How many were not let through since the start. */
  readonly turnedAway: number;
  readonly last: Answer | undefined;
  /** What the last press of a button did, in a sentence. */
  readonly news: string;
  /** Grows with each of them. */
  readonly edition: number;
}

/** A demo in which nothing has been sent. */
export function begin(tier: Tier, policies: Source["policies"], now: number): DemoState {
  return {
    tier,
    now,
    layers: [openLayer("user", policies.user), openLayer("requests", policies.requests)],
    comparison: UNCOMPARED,
    turnedAway: 0,
    last: undefined,
    news: "Nothing sent yet.",
    edition: 0,
  };
}

/** The state after time has passed; the clock never steps back, and what no longer counts is forgotten. */
export function passTime(state: DemoState, ms: number): DemoState {
  const now = state.now + Math.max(0, ms);
  return { ...state, now, layers: state.layers.map((layer) => expire(layer, now)) };
}

/** The state with something new to say. */
export function announce(state: DemoState, news: string): DemoState {
  return { ...state, news, edition: state.edition + 1 };
}

/** A state that was left, as it is found again later. */
export function resume(state: DemoState, ms: number): DemoState {
  const later = passTime(state, ms);
  return announce(later, `Back here: ${describeUse(later.layers)}.`);
}

/** The state after these answers have come back. */
export function receive(state: DemoState, answers: readonly Answer[]): DemoState {
  const last = lastDecided(answers);
  if (!last) return state;
  const [user, requests] = state.layers;
  const limits = { user: user?.policy.limit ?? 0, requests: requests?.policy.limit ?? 0 };
  const after = {
    ...state,
    layers: state.layers.map((layer) => count(layer, answers)),
    comparison: compare(state.comparison, answers, limits),
    turnedAway: state.turnedAway + answers.filter(({ kind }) => kind !== "allowed").length,
    last,
  };
  return announce(after, describeAnswers(after, answers));
}
