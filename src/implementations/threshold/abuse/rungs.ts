/** What bars a client for a time, whatever it asks for. */
export type Penalty = "slowdown" | "block" | "ban";

/** How a client stands with the ladder, mildest first. */
export type Level = "clear" | "warning" | Penalty;

/** One step up. Times are milliseconds. */
export type Rung =
  | { readonly level: "warning" }
  | {
      readonly level: Penalty;
      /** For how long the client is barred. */
      readonly barsMs: number;
      /** Twice as long for every ban that is remembered, and never longer than this. */
      readonly mostMs?: number;
      /** For how long, from this step on, the client is shadow banned. */
      readonly shadowsMs?: number;
    };

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

// #region ladder
const BAN: Rung = { level: "ban", barsMs: DAY, mostMs: 30 * DAY };

/** The step that each further violation takes; the last is taken again and again. */
export const LADDER: readonly Rung[] = [
  { level: "warning" },
  { level: "warning" },
  { level: "slowdown", barsMs: MINUTE },
  { level: "block", barsMs: 5 * MINUTE, shadowsMs: DAY },
  BAN,
];

/** The status a refusal has at each level. A warning changes nothing about the refusal of a limit but a header. */
export const LADDER_STATUS = { warning: 429, slowdown: 503, block: 403, ban: 403 } as const;

/** One violation is forgiven after each hour without another; the clock starts when the client is no longer barred. */
export const FORGIVEN_EVERY_MS = HOUR;
/** One past ban is forgotten after each thirty days without a violation, by the same clock. */
export const BAN_FORGOTTEN_EVERY_MS = 30 * DAY;
// #endregion ladder

/** An appeal that nobody has decided by then lapses, and another may be made. */
export const APPEAL_LAPSES_MS = 30 * DAY;

/** With so many bans remembered the next one is the longest there is: more need not be. */
export const MOST_BANS = 5;

/** The step that one more violation takes. */
export function rungAfter(violations: number): Rung {
  return LADDER[violations] ?? BAN;
}

/** For how many milliseconds a step bars after so many bans: `bantime.increment` of fail2ban with a factor of 2. */
export function lastsMs(rung: Rung, bans: number): number {
  if (rung.level === "warning") return 0;
  const { barsMs, mostMs = barsMs } = rung;
  return Math.min(barsMs * 2 ** bans, mostMs);
}
