import { LOG_LIMIT, type Policy, SUB_BUCKETS } from "#implementations/threshold";
import { type Answer, lastDecided } from "./answer.ts";
import { idOf, LAYERS, type Met } from "./layers.ts";

/** One limit as the demo shows it. */
export interface LayerState extends Met {
  /** When each request that still counts was admitted, oldest first. */
  readonly admitted: readonly number[];
  /** How many it has let through, and refused, since the start. */
  readonly taken: number;
  readonly refused: number;
}

/** A limit that nothing has met yet. */
export function openLayer(met: Met): LayerState {
  return { ...met, admitted: [], taken: 0, refused: 0 };
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
  const { name } = state.policy;
  const telling = answers.filter(({ told }) => told[name] !== undefined);
  const admitted = telling.filter((answer) => partOf(state, answer) === "taken").map(({ at }) => at);
  const refused = answers.filter((answer) => partOf(state, answer) === "refused");
  return agreeWith(lastDecided(telling, name), {
    ...state,
    admitted: [...state.admitted, ...admitted],
    taken: state.taken + admitted.length,
    refused: state.refused + refused.length,
  });
}

/** A Worker's clock is not this page's and others may send too: what the latest decision says is used, is used. */
function agreeWith(last: Answer | undefined, state: LayerState): LayerState {
  const told = last?.told[state.policy.name];
  if (!last || !told) return state;
  const { limit, used } = told;
  const { length } = state.admitted;
  const kept = state.admitted.toSorted((a, b) => a - b).slice(Math.max(0, length - used));
  const admitted = [...kept, ...Array.from({ length: used - kept.length }, () => last.at)];
  return { ...state, policy: { ...state.policy, limit }, admitted };
}

/** How many requests each second of the window holds, oldest first: those that still count. */
export function bars(
  { admitted, policy }: { admitted: readonly number[]; policy: Policy },
  now: number,
): number[] {
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
export type Part = "taken" | "refused" | "had room" | "given back" | "not asked";

/**
 * What a layer did with a request; nothing if it is another's. Where one refuses, those before it give back what they
 * took, and those after it are not asked. Under attack the address's ceiling keeps what it took.
 */
export function partOf(met: Met, answer: Answer): Part | undefined {
  const { violated, stoppedAt, kind, aim } = answer;
  if (!answer.met.includes(idOf(met))) return undefined;
  if (violated.includes(met.policy.name)) return "refused";
  if (met.layer === "user" && aim.sender === "nobody") return "not asked";
  if (stoppedAt === undefined) return kind === "allowed" ? "taken" : "not asked";
  const distance = turnOf(met.layer) - turnOf(stoppedAt);
  if (distance > 0) return "not asked";
  if (distance === 0) return kind === "barred" ? "not asked" : "had room";
  return met.layer === "address" && aim.level > 0 ? "taken" : "given back";
}

/** When its turn is: what lives in the tenant's object is asked in one call. */
function turnOf(layer: Met["layer"]): number {
  return Math.min(LAYERS.indexOf(layer), LAYERS.indexOf("endpoint"));
}
