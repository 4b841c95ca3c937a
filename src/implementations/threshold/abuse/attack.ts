/** How hard everybody is held: 0 in peace, and at 4 a client address may do what a reader needs and no more. */
export type AttackLevel = 0 | 1 | 2 | 3 | 4;

/** What is known of an attack, as JSON can carry it. Times are epoch milliseconds. */
export interface AttackState {
  readonly level: AttackLevel;
  /** Since when it has been calm; null while it is not, or there is nothing to lower. */
  readonly calmSince: number | null;
  /** When this was last measured: no clock reads earlier. */
  readonly latest: number;
}

export const NO_ATTACK: AttackState = { level: 0, calmSince: null, latest: 0 };

/** What all isolates together counted in one interval, a few seconds long. */
export interface Measurement {
  readonly requests: number;
  /** How many of them the ceilings of addresses refused, at next to no cost. */
  readonly refused: number;
  /** How many requests there is room for in an interval. */
  readonly capacity: number;
}

/** Each level divides what an address may send by this. */
const STEP = 4;
/** What a reader needs: a page with its assets, several times a minute. No level goes below. */
export const READER_PER_MINUTE = 24;

// #region thresholds
/** Above this share of the capacity, counting what passes the ceilings, the level rises by one. */
const RAISE_ABOVE = 0.9;
/** Above this share half of all requests are lost, so it rises to the top at once. */
const DROWNING_ABOVE = 2;
/** Below this share, counting what is refused as well, it is calm: the level would not be needed. */
const CALM_BELOW = 0.5;
/** After so long a calm the level falls to 0. A flood that pauses for less meets the level it left. */
const CALM_MS = 20_000;
// #endregion thresholds

/** Under attack, an address that goes on trying is heard again when it has been silent for so long. */
const SILENCE_MS = 20_000;
/** What nobody has measured for so long is over: there has been nothing to measure. */
const STALE_MS = 60_000;

// #region measure
/**
 * Takes one measurement into account. What raises the level is what it lets through, and what lowers it is what would
 * come without it: a level that works is no reason to give it up, and so it does not swing.
 */
export function measure(state: AttackState, measurement: Measurement, now: number): AttackState {
  const { requests, refused, capacity } = measurement;
  const latest = Math.max(now, state.latest);
  const level = attackLevelAt(state, latest);
  if (isDrowning(measurement)) return { level: 4, calmSince: null, latest };
  if (requests - refused > RAISE_ABOVE * capacity) return { level: oneAbove(level), calmSince: null, latest };
  if (level === 0 || requests >= CALM_BELOW * capacity) return { level, calmSince: null, latest };

  const calmSince = state.calmSince ?? latest;
  const isOver = latest - calmSince >= CALM_MS;
  return isOver ? { ...NO_ATTACK, latest } : { level, calmSince, latest };
}
// #endregion measure

/** Whether so much has passed that waiting for more to be counted would tell nothing new. */
export function isDrowning({ requests, refused, capacity }: Measurement): boolean {
  return requests - refused > DROWNING_ABOVE * capacity;
}

/** The level that holds at `now` (epoch milliseconds). */
export function attackLevelAt({ level, latest }: AttackState, now: number): AttackLevel {
  return now - latest < STALE_MS ? level : 0;
}

/** How often one client address may send at a level what it may send `perMinute` times in peace. */
export function ceilingAt(level: AttackLevel, perMinute: number): number {
  return Math.min(perMinute, Math.max(READER_PER_MINUTE, Math.ceil(perMinute / STEP ** level)));
}

/**
 * For how many milliseconds an address that goes on and on must be silent before it is heard again. A window alone
 * would let all addresses of a flood in at the same moment, as often as it comes round.
 */
export function silenceAt(level: AttackLevel): number {
  return level === 0 ? 0 : SILENCE_MS;
}

function oneAbove(level: AttackLevel): AttackLevel {
  return level === 0 ? 1 : level === 1 ? 2 : level === 2 ? 3 : 4;
}
