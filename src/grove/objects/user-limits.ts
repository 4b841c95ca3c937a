import {
  type Claim,
  type Counters,
  createCounters,
  createSqlWindowStore,
  type Receipt,
  type Standing,
  type Verdict,
} from "#implementations/threshold";
import { logDryRuns } from "./dry-runs.ts";
import { createRest } from "./rest.ts";

/** What is counted against one user: long windows are kept with each admission, the others when the object rests. */
export interface UserLimits {
  /** Takes from every claim's window, or refuses and takes from none. */
  check(claims: readonly Claim[], now: number): Verdict;
  /** Where each claim stands. Counts nothing. */
  read(claims: readonly Claim[], now: number): Standing[];
  refund(receipt: Receipt, now: number): void;
  /** When all these claims have room, though not before `until`. */
  roomFor(claims: readonly Claim[], times: { readonly now: number; readonly until: number }): number;
  /** Begins anew, once the storage is empty. */
  forget(): void;
}

/** `userIdOf` says whose limits they are, for the log. */
export function createUserLimits(ctx: DurableObjectState, userIdOf: () => string): UserLimits {
  let counters = newCounters();
  const rest = createRest(ctx, () => counters.rest(Date.now()));

  function newCounters(): Counters {
    return createCounters({ id: crypto.randomUUID(), store: createSqlWindowStore(ctx.storage.sql) });
  }

  return {
    check(claims, now) {
      if (claims.length > 0) rest.stir();
      const verdict = counters.check(claims, now);
      logDryRuns(verdict, counters, { userId: userIdOf() });
      return verdict;
    },
    read: (claims, now) => counters.read(claims, now),
    refund(receipt, now) {
      rest.stir();
      counters.refund(receipt, now);
    },
    roomFor(claims, { now, until }) {
      const rooms = claims.map((claim) => counters.windowOf(claim, now).retryAt(now, claim.cost) ?? now);
      return Math.max(until, ...rooms);
    },
    forget() {
      counters = newCounters();
    },
  };
}
