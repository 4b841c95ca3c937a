import type { Answer } from "./answer.ts";
import { idOf, type Met } from "./layers.ts";

const MINUTE_MS = 60_000;

/** How many requests passed in the latest minute, and the most that any trailing minute has held. */
interface Busiest {
  readonly recent: readonly (readonly [at: number, count: number])[];
  readonly most: number;
}

/** What a fixed window has counted since it last started anew. */
interface Fixed {
  readonly turn: number;
  readonly count: number;
}

/** Threshold beside fixed windows, which start anew at every full minute or hour, under the same limits and requests. */
export interface Comparison {
  readonly threshold: Busiest;
  readonly fixed: Busiest;
  /** By the ids of the limits. */
  readonly counted: Readonly<Record<string, Fixed>>;
}

const NONE: Busiest = { recent: [], most: 0 };

/** A comparison of nothing yet. */
export const UNCOMPARED: Comparison = { threshold: NONE, fixed: NONE, counted: {} };

/** Puts the same requests, in order, to fixed windows. One that the ladder bars reaches no window of either kind. */
export function compare(before: Comparison, answers: readonly Answer[], met: readonly Met[]): Comparison {
  return answers
    .filter(({ kind }) => kind !== "barred")
    .reduce((state, answer) => put(state, answer, met), before);
}

function put(before: Comparison, { at, kind, aim }: Answer, met: readonly Met[]): Comparison {
  const windows = met
    .filter(({ layer }) => layer !== "user" || aim.sender !== "nobody")
    .map((one) => ({ id: idOf(one), limit: one.policy.limit, turn: Math.floor(at / one.policy.windowMs) }));
  const countOf = ({ id, turn }: { id: string; turn: number }): number => {
    const window = before.counted[id];
    return window?.turn === turn ? window.count : 0;
  };
  const fits = windows.every((window) => countOf(window) < window.limit);
  const added = windows.map((window) => [window.id, { turn: window.turn, count: countOf(window) + 1 }]);
  return {
    threshold: kind === "allowed" ? pass(before.threshold, at) : before.threshold,
    fixed: fits ? pass(before.fixed, at) : before.fixed,
    counted: fits ? { ...before.counted, ...Object.fromEntries(added) } : before.counted,
  };
}

function pass({ recent, most }: Busiest, at: number): Busiest {
  const inWindow = recent.filter(([then]) => then > at - MINUTE_MS);
  const [then, count] = inWindow.at(-1) ?? [];
  const held =
    then === at && count !== undefined
      ? [...inWindow.slice(0, -1), [at, count + 1] as const]
      : [...inWindow, [at, 1] as const];
  const total = held.reduce((sum, [, passed]) => sum + passed, 0);
  return { recent: held, most: Math.max(most, total) };
}
