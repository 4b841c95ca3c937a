import { loginAllowed, type LoginState, NEW_LOGIN, recordLogin } from "#implementations/threshold";
import type { LoginAttempt, LoginCheck } from "../contracts/session.ts";
import { createKeptState, type Log } from "./kept-state.ts";
import type { AuditEvent, SessionStore } from "./session-store.ts";

/** How one account's logins have gone: what is answered of a failure has been stored. */
export interface UserLogin {
  allowed(now: number): LoginCheck;
  record(succeeded: boolean, now: number): LoginAttempt;
}

export function createUserLogin(store: SessionStore, log: Log): UserLogin {
  const keep = createKeptState(store, { subject: "login", initial: NEW_LOGIN, log });

  function record(succeeded: boolean, now: number): LoginAttempt {
    return keep((before) => {
      const isHeard = loginAllowed(before, now).allowed;
      const { state, outcome } = recordLogin(before, { succeeded, now });
      const isSame = !isHeard || (succeeded && before.failures === 0);
      const events = isHeard ? lockoutsOf(state, now) : [];
      return { state: isSame ? before : state, events, attempt: { ...outcome, isHeard } };
    }).attempt;
  }

  return {
    allowed: (now) => keep((state) => ({ state, events: [], check: loginAllowed(state, now) })).check,
    record,
  };
}

function lockoutsOf({ lockedUntil, failures }: LoginState, now: number): AuditEvent[] {
  return lockedUntil === null ? [] : [{ at: now, event: "login locked", failures, until: lockedUntil }];
}
