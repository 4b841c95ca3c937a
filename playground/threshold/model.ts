import type { Tier } from "#implementations/threshold";
import { type Answer, lastDecided } from "./answer.ts";
import { type Comparison, compare, UNCOMPARED } from "./compare.ts";
import type { LadderView } from "./ladder.ts";
import { idOf, type Layer, type Met } from "./layers.ts";
import { describeAnswers, describeUse } from "./news.ts";
import type { Batch, Sender } from "./requests.ts";
import { count, expire, type LayerState, openLayer } from "./windows.ts";

/** Whatever answers requests: the pattern itself in this page, or this page's own Worker. */
export interface Source {
  /** The layers that its answers tell of even where they let a request through. */
  readonly tells: readonly Layer[];
  /** Answers a batch, or as much of it as it could. */
  send(batch: Batch, now: number): Promise<Outcome>;
  /** Where the sender stands with the ladder. */
  ladderAt(sender: Sender, now: number): LadderView;
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
  /** The layers that the source tells of unasked. */
  readonly tells: readonly Layer[];
  /** Those that a request meets of the kind that is sent. */
  readonly layers: readonly LayerState[];
  /** Those that others have met, by their ids. */
  readonly others: Readonly<Record<string, LayerState>>;
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
export function begin(tier: Tier, { tells }: Pick<Source, "tells">, now: number): DemoState {
  return {
    tier,
    now,
    tells,
    layers: [],
    others: {},
    comparison: UNCOMPARED,
    turnedAway: 0,
    last: undefined,
    news: "Nothing sent yet.",
    edition: 0,
  };
}

/** The state with other layers in view, as they were left. */
export function turnTo(state: DemoState, met: readonly Met[]): DemoState {
  const seen = Object.fromEntries(state.layers.map((layer) => [idOf(layer), layer]));
  const others = { ...state.others, ...seen };
  const layers = met.map((one) => {
    const left = others[idOf(one)];
    if (!left) return openLayer(one);
    // Of what is not told unasked, the latest refusal knows the limit better.
    return state.tells.includes(one.layer) ? { ...left, policy: one.policy } : left;
  });
  return { ...state, others, layers };
}

/** The state after time has passed; the clock never steps back, and what no longer counts is forgotten. */
export function passTime(state: DemoState, ms: number): DemoState {
  const now = state.now + Math.max(0, ms);
  const others = Object.entries(state.others).map(([id, layer]) => [id, expire(layer, now)]);
  return {
    ...state,
    now,
    layers: state.layers.map((layer) => expire(layer, now)),
    others: Object.fromEntries(others),
  };
}

/** The state with something new to say. */
export function announce(state: DemoState, news: string): DemoState {
  return { ...state, news, edition: state.edition + 1 };
}

/** A state that was left, as it is found again later. */
export function resume(state: DemoState, ms: number): DemoState {
  const later = passTime(state, ms);
  const known = later.layers.filter((layer) => isKnown(layer, later));
  return announce(later, `Back here: ${describeUse(known)}.`);
}

/** Whether it is known how full a layer's window is. */
export function isKnown({ layer, policy }: Met, { tells, last }: DemoState): boolean {
  return tells.includes(layer) || last?.told[policy.name] !== undefined;
}

/** The state after these answers to requests that met the layers in view. */
export function receive(state: DemoState, answers: readonly Answer[]): DemoState {
  const last = lastDecided(answers);
  if (!last) return state;
  const after = {
    ...state,
    layers: state.layers.map((layer) => count(layer, answers)),
    comparison: compare(state.comparison, answers, state.layers),
    turnedAway: state.turnedAway + answers.filter(({ kind }) => kind !== "allowed").length,
    last,
  };
  return announce(after, describeAnswers(after, answers));
}
