import { LOG_LIMIT, type Policy, SUB_BUCKETS } from "#implementations/threshold";
import { type Answer, lastDecided } from "./answer.ts";
import type { Layer } from "./layers.ts";

/** One limit as the demo shows it. */
export interface LayerState {
  readonly layer: Layer;
  readonly policy: Policy;
  /** When each request that still counts was admitted, oldest first. */
  readonly admitted: readonly number[];
  /** How many it has let through, and refused, since the start. */
  readonly taken: number;
  readonly refused: number;
}

/** A limit that nothing has met yet. */
export function openLayer(layer: Layer, policy: Policy): LayerState {
  return { layer, policy, admitted: [], taken: 0, refused: 0 };
}

/** What still counts at `now`: each line of the window until the last of it has left. */
export function expire(state: LayerState, now: number): LayerState {
  const { windowMs } = state.policy;
  const kept = linesOf(state).filter((line) => (line.at(-1) ?? 0) + windowMs > now);
  return { ...state, admitted: kept.flat() };
}

/** As the window writes them: for a small limit a line for each moment; above, a second's, and never much in one. */
function linesOf({ admitted, policy: { limit, windowMs } }: LayerState): number[][] {
  const most = limit <= LOG_LIMIT ? 1 : Math.ceil(limit / SUB_BUCKETS);
  const lines: number[][] = [];
  for (const at of admitted) {
    const line = lines.at(-1) ?? [];
    const last = line.at(-1);
    const isOfSecond = last !== undefined && bucketOf(last, windowMs) === bucketOf(at, windowMs);
    if (last === at || (isOfSecond && line.length < most)) line.push(at);
    else lines.push([at]);
  }
  return lines;
}

/** The layer after these answers, as far as they tell of it. */
export function count(state: LayerState, answers: readonly Answer[]): LayerState {
  const telling = answers.filter(({ remaining }) => remaining[state.layer] !== undefined);
  const admitted = telling.filter(({ kind }) => kind === "allowed").map(({ at }) => at);
  const last = lastDecided(telling, state.layer);
  return {
    ...state,
    admitted: agreeWith(last, state, [...state.admitted, ...admitted]),
    taken: state.taken + admitted.length,
    refused: state.refused + answers.filter(({ violated }) => violated.includes(state.layer)).length,
  };
}

/** A Worker's clock is not this page's and others may send too: what the latest decision says is used, is used. */
function agreeWith(
  last: Answer | undefined,
  state: LayerState,
  admitted: readonly number[],
): readonly number[] {
  if (!last) return admitted;
  const used = state.policy.limit - (last.remaining[state.layer] ?? 0);
  const kept = admitted.toSorted((a, b) => a - b).slice(Math.max(0, admitted.length - used));
  return [...kept, ...Array.from({ length: used - kept.length }, () => last.at)];
}

/** How many requests each second of the window holds, oldest first: those that still count. */
export function bars({ admitted, policy }: LayerState, now: number): number[] {
  const heights = Array.from({ length: SUB_BUCKETS + 1 }, () => 0);
  const oldest = bucketOf(now, policy.windowMs) - SUB_BUCKETS;
  for (const at of admitted) {
    const place = bucketOf(at, policy.windowMs) - oldest;
    if (place in heights) heights[place] = (heights[place] ?? 0) + 1;
  }
  return heights;
}

function bucketOf(at: number, windowMs: number): number {
  return Math.floor((at * SUB_BUCKETS) / windowMs);
}

/** What a layer did with one request. */
export type Part = "taken" | "refused" | "given back" | "not asked";

/** The user's limit is asked first; where the tenant's then refuses, it gives back what it took. */
export function partOf(layer: Layer, answer: Answer): Part {
  if (answer.violated.includes(layer)) return "refused";
  if (layer === "user") {
    if (!answer.isSignedIn || answer.kind === "barred") return "not asked";
    return answer.kind === "allowed" ? "taken" : "given back";
  }
  return answer.kind === "allowed" ? "taken" : "not asked";
}
