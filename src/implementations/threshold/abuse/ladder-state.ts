import { BAN_FORGOTTEN_EVERY_MS, FORGIVEN_EVERY_MS, type Level, type Penalty } from "./rungs.ts";

/** Where one client stands, as JSON can carry it. Times are epoch milliseconds; what is not running is null. */
export interface LadderState {
  /** Not yet forgiven; never more than the ladder has steps. */
  readonly violations: number;
  /** What bars the client now. */
  readonly sentence: { readonly level: Penalty; readonly until: number } | null;
  readonly forgiveAt: number | null;
  /** Past bans not yet forgotten: they make the next one longer. */
  readonly bans: number;
  readonly forgetBanAt: number | null;
  readonly shadowedUntil: number | null;
  readonly appeal: { readonly at: number; readonly note: string; readonly lapsesAt: number } | null;
  /** Policies whose violation has been counted, and until when another one is the same. */
  readonly counted: readonly (readonly [policy: string, until: number])[];
  /** When this last changed: no clock reads earlier. */
  readonly latest: number;
}

/** Nothing held against anyone. */
export const NEW_LADDER: LadderState = {
  violations: 0,
  sentence: null,
  forgiveAt: null,
  bans: 0,
  forgetBanAt: null,
  shadowedUntil: null,
  appeal: null,
  counted: [],
  latest: 0,
};

/** One line of the audit trail. None of it is for the client: it tells of shadow bans. */
export interface LadderEvent {
  readonly kind:
    | "escalated"
    | "released"
    | "decayed"
    | "forgotten"
    | "unshadowed"
    | "appealed"
    | "lapsed"
    | "cleared";
  /** When it happened, which may be long before it was noticed; epoch milliseconds. */
  readonly at: number;
  readonly from: Level;
  readonly to: Level;
  /** When what was begun ends: a slowdown, a block or a ban. */
  readonly until?: number;
  readonly reason: string;
  /** Who did it, where somebody did. */
  readonly by?: string;
}

/** A state with all that is due by `now` done. */
export interface Settled {
  readonly state: LadderState;
  readonly events: readonly LadderEvent[];
  readonly now: number;
}

/** How a client stands at the state's own time. */
export function levelOf({ sentence, violations }: LadderState): Level {
  if (sentence) return sentence.level;
  return violations > 0 ? "warning" : "clear";
}

/** Lets happen what is due, each thing at its time, and once. Throws a RangeError for a `now` that is not a number. */
export function settle(state: LadderState, now: number): Settled {
  if (!Number.isFinite(now)) {
    throw new RangeError(`Cannot read a ladder: now is ${now}, must be epoch milliseconds`);
  }
  const reached = Math.max(now, state.latest);
  let settled: Settled = { state, events: [], now: reached };
  for (;;) {
    const next = nextDue(settled.state);
    if (!next || next.at > reached) return settled;
    const { at, kind, change, reason } = next;
    settled = alter(settled, change, { kind, at, reason });
  }
}

/** One change of the state with the one event that tells of it. */
export function alter(
  { state, events, now }: Settled,
  change: Partial<LadderState>,
  told: Omit<LadderEvent, "from" | "to" | "at"> & { readonly at?: number },
): Settled {
  const changed = { ...state, ...change, latest: now };
  const event = { at: now, ...told, from: levelOf(state), to: levelOf(changed) };
  return { state: changed, events: [...events, event], now };
}

interface Due {
  readonly at: number;
  readonly kind: LadderEvent["kind"];
  readonly change: Partial<LadderState>;
  readonly reason: string;
}

function nextDue(state: LadderState): Due | undefined {
  return [released(state), decayed(state), forgotten(state), unshadowed(state), lapsed(state)]
    .filter((due) => due !== undefined)
    .toSorted((a, b) => a.at - b.at)[0];
}

function released({ sentence }: LadderState): Due | undefined {
  return sentence
    ? { at: sentence.until, kind: "released", change: { sentence: null }, reason: "served" }
    : undefined;
}

function decayed({ violations, forgiveAt }: LadderState): Due | undefined {
  if (forgiveAt === null) return undefined;
  const next = violations > 1 ? forgiveAt + FORGIVEN_EVERY_MS : null;
  const change = { violations: violations - 1, forgiveAt: next };
  return { at: forgiveAt, kind: "decayed", change, reason: "a quiet hour" };
}

function forgotten({ bans, forgetBanAt }: LadderState): Due | undefined {
  if (forgetBanAt === null) return undefined;
  const next = bans > 1 ? forgetBanAt + BAN_FORGOTTEN_EVERY_MS : null;
  const change = { bans: bans - 1, forgetBanAt: next };
  return { at: forgetBanAt, kind: "forgotten", change, reason: "thirty quiet days" };
}

function unshadowed({ shadowedUntil }: LadderState): Due | undefined {
  if (shadowedUntil === null) return undefined;
  return { at: shadowedUntil, kind: "unshadowed", change: { shadowedUntil: null }, reason: "expired" };
}

function lapsed({ appeal }: LadderState): Due | undefined {
  return appeal
    ? { at: appeal.lapsesAt, kind: "lapsed", change: { appeal: null }, reason: "not decided" }
    : undefined;
}
