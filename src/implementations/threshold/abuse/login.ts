/** How the sign-ins of one account have gone, as JSON can carry it. Times are epoch milliseconds. */
export interface LoginState {
  readonly failures: number;
  readonly lastFailureAt: number | null;
  readonly lockedUntil: number | null;
}

export const NEW_LOGIN: LoginState = { failures: 0, lastFailureAt: null, lockedUntil: null };

/** Whether an attempt is heard. `lockoutRemaining` is in whole seconds, rounded up. */
export type LoginOutcome =
  | { readonly allowed: true }
  | { readonly allowed: false; readonly lockoutRemaining: number };

const SECOND = 1_000;

// #region lockouts
/** From so many failures on, each further one locks the account for so long. */
export const LOCKOUTS = [
  { failures: 10, locksMs: 3_600 * SECOND },
  { failures: 5, locksMs: 300 * SECOND },
  { failures: 3, locksMs: 60 * SECOND },
] as const;

/** Failures are forgotten after a day without one. */
const FAILURES_FORGOTTEN_MS = 86_400 * SECOND;
// #endregion lockouts

/** Says whether an attempt would be heard at `now`. */
export function loginAllowed({ lockedUntil }: LoginState, now: number): LoginOutcome {
  if (lockedUntil === null || now >= lockedUntil) return { allowed: true };
  return { allowed: false, lockoutRemaining: Math.ceil((lockedUntil - now) / SECOND) };
}

/**
 * Records an attempt: success clears everything, a failure may lock. An attempt made while the account is locked is not
 * heard, whichever way it went, and changes nothing: a stranger who goes on trying does not lengthen the lockout.
 */
export function recordLogin(
  state: LoginState,
  { succeeded, now }: { readonly succeeded: boolean; readonly now: number },
): { readonly state: LoginState; readonly outcome: LoginOutcome } {
  const before = loginAllowed(state, now);
  if (!before.allowed) return { state, outcome: before };
  if (succeeded) return { state: NEW_LOGIN, outcome: before };

  const isForgotten = state.lastFailureAt === null || now - state.lastFailureAt >= FAILURES_FORGOTTEN_MS;
  const failures = (isForgotten ? 0 : state.failures) + 1;
  const lockout = LOCKOUTS.find((each) => failures >= each.failures);
  const lockedUntil = lockout ? now + lockout.locksMs : null;
  const failed = { failures, lastFailureAt: now, lockedUntil };
  return { state: failed, outcome: loginAllowed(failed, now) };
}
