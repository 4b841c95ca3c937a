import type { Answer } from "./answer.ts";
import { type Layer, LAYERS, MINUTE_MS } from "./layers.ts";

/** How many requests passed in the latest minute, and the most that any trailing minute has held. */
interface Busiest {
  readonly recent: readonly (readonly [at: number, count: number])[];
  readonly most: number;
}

/** Threshold beside fixed windows, which start anew at every full minute, under the same limits and the same requests. */
export interface Comparison {
  readonly threshold: Busiest;
  readonly fixed: Busiest;
  /** What the fixed windows have counted in their minute. */
  readonly counted: Readonly<Record<Layer, number>>;
  readonly minute: number;
}

const NONE: Busiest = { recent: [], most: 0 };

/** A comparison of nothing yet. */
export const UNCOMPARED: Comparison = {
  threshold: NONE,
  fixed: NONE,
  counted: { user: 0, requests: 0 },
  minute: -Infinity,
};

/** Puts the same requests, in order, to fixed windows. One that the ladder bars reaches no window of either kind. */
export function compare(
  before: Comparison,
  answers: readonly Answer[],
  limits: Readonly<Record<Layer, number>>,
): Comparison {
  return answers
    .filter(({ kind }) => kind !== "barred")
    .reduce((state, answer) => put(state, answer, limits), before);
}

function put(before: Comparison, answer: Answer, limits: Readonly<Record<Layer, number>>): Comparison {
  const { at, kind, isSignedIn } = answer;
  const minute = Math.floor(at / MINUTE_MS);
  const counted = minute === before.minute ? before.counted : UNCOMPARED.counted;
  const asked = LAYERS.filter((layer) => isSignedIn || layer !== "user");
  const fits = asked.every((layer) => counted[layer] < limits[layer]);
  const added = Object.fromEntries(asked.map((layer) => [layer, counted[layer] + 1]));
  return {
    minute,
    threshold: kind === "allowed" ? pass(before.threshold, at) : before.threshold,
    fixed: fits ? pass(before.fixed, at) : before.fixed,
    counted: fits ? { ...counted, ...added } : counted,
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
