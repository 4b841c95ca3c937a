import {
  alter,
  type LadderEvent,
  type LadderState,
  levelOf,
  NEW_LADDER,
  type Settled,
  settle,
} from "./ladder-state.ts";
import {
  APPEAL_LAPSES_MS,
  BAN_FORGOTTEN_EVERY_MS,
  FORGIVEN_EVERY_MS,
  LADDER,
  lastsMs,
  MOST_BANS,
  type Penalty,
  rungAfter,
} from "./rungs.ts";

/** Whether a client may pass. One that is shadow banned passes too, and is told nothing of it. */
export type Judgement = { readonly isShadowed: boolean } & (
  | { readonly kind: "passes"; readonly level: "clear" | "warning" }
  | { readonly kind: "barred"; readonly level: Penalty; readonly until: number }
);

/** What every act returns. The state is the same object where nothing changed, so that nothing need be written. */
export interface LadderStep {
  readonly state: LadderState;
  /** Everything that has happened since the state was made, oldest first. */
  readonly events: readonly LadderEvent[];
  readonly judgement: Judgement;
}

/** No more policies are told apart than this: what is the same violation for the shortest time is dropped. */
const MOST_COUNTED = 16;
/** Longer notes and reasons are cut, in characters. */
const LONGEST_NOTE = 500;

/** Lets happen all that is due by `now`, and says how the client stands. A clock that steps back stands still. */
export function judge(state: LadderState, now: number): LadderStep {
  return stepTo(settle(state, now));
}

// #region violation
/**
 * Counts a refusal by a limit. Within `windowMs` of one that was counted, another by the same policy is the same
 * violation. While the client is barred nothing is counted: hammering prolongs nothing.
 */
export function recordViolation(
  state: LadderState,
  { now, windowMs, policy }: { readonly now: number; readonly windowMs: number; readonly policy: string },
): LadderStep {
  const settled = settle(state, now);
  const open = settled.state.counted.filter(([, until]) => until > settled.now);
  const isCounted = open.some(([name]) => name === policy);
  if (settled.state.sentence || isCounted) return stepTo(settled);

  const counted = [...open, [policy, settled.now + windowMs] as const]
    .toSorted(([, a], [, b]) => b - a)
    .slice(0, MOST_COUNTED);
  return stepTo(climb(settled, `violated ${policy}`, { counted }));
}
// #endregion violation

/** Takes the next step by hand, also for a client that is barred. The reason is cut to 500 characters. */
export function escalate(
  state: LadderState,
  { now, reason, by }: { readonly now: number; readonly reason: string; readonly by?: string },
): LadderStep {
  return stepTo(climb(settle(state, now), reason.slice(0, LONGEST_NOTE), by === undefined ? {} : { by }));
}

/** Puts an appeal on record, its note cut to 500 characters; nothing happens if one is open. */
export function appeal(
  state: LadderState,
  { now, note }: { readonly now: number; readonly note: string },
): LadderStep {
  const settled = settle(state, now);
  if (settled.state.appeal) return stepTo(settled);
  const reason = note.slice(0, LONGEST_NOTE);
  const made = { at: settled.now, note: reason, lapsesAt: settled.now + APPEAL_LAPSES_MS };
  return stepTo(alter(settled, { appeal: made }, { kind: "appealed", reason }));
}

/** Lifts everything: violations, the sentence, past bans, the shadow ban; an open appeal is decided by it. */
export function clear(
  state: LadderState,
  { now, by, reason }: { readonly now: number; readonly by: string; readonly reason: string },
): LadderStep {
  const told = { kind: "cleared", by, reason: reason.slice(0, LONGEST_NOTE) } as const;
  return stepTo(alter(settle(state, now), NEW_LADDER, told));
}

function climb(
  settled: Settled,
  reason: string,
  { counted = settled.state.counted, ...who }: { counted?: LadderState["counted"]; by?: string },
): Settled {
  const { state, now } = settled;
  const rung = rungAfter(state.violations);
  const until = now + lastsMs(rung, state.bans);
  const bans = rung.level === "ban" ? Math.min(state.bans + 1, MOST_BANS) : state.bans;
  const change = {
    violations: Math.min(state.violations + 1, LADDER.length),
    forgiveAt: until + FORGIVEN_EVERY_MS,
    bans,
    forgetBanAt: bans > 0 ? until + BAN_FORGOTTEN_EVERY_MS : null,
    counted,
  };
  if (rung.level === "warning") return alter(settled, change, { kind: "escalated", reason, ...who });

  const shadowedUntil = rung.shadowsMs === undefined ? state.shadowedUntil : now + rung.shadowsMs;
  const barred = { ...change, sentence: { level: rung.level, until }, shadowedUntil };
  return alter(settled, barred, { kind: "escalated", until, reason, ...who });
}

function stepTo({ state, events }: Settled): LadderStep {
  const isShadowed = state.shadowedUntil !== null;
  const { sentence } = state;
  if (sentence) return { state, events, judgement: { kind: "barred", isShadowed, ...sentence } };
  const level = levelOf(state) === "clear" ? "clear" : "warning";
  return { state, events, judgement: { kind: "passes", level, isShadowed } };
}
