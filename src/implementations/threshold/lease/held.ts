import type { LeaseReport } from "./grant.ts";
import { createReturns } from "./returns.ts";

/** A lease that can be spent of: of its tokens without the one of the request that asked. */
interface Lease {
  readonly id: string;
  readonly until: number;
  readonly tokens: number;
  left: number;
  /** How many were told to be spent. They are spent for good: the window counts them from when it was told. */
  told: number;
  /** How many came back that nobody may spend any more. */
  owed: number;
}

/** The tokens that an isolate holds by its leases, and what it has to tell of those that it held. Times are its own. */
export interface Held {
  add(lease: Pick<Lease, "id" | "until" | "tokens">): void;
  /** Takes a token of the oldest lease, and says which that is; undefined if there is none. */
  take(): string | undefined;
  /** Takes back the token of a request that did not need it. Its own is nobody else's to spend. */
  putBack(id: string, isOwn: boolean): void;
  /** Ends leases: what is left of them is unspent. */
  endWhere(isOver: (lease: Pick<Lease, "id" | "until">) => boolean): void;
  /** How many tokens there are. */
  count(): number;
  newest(): Pick<Lease, "until" | "tokens"> | undefined;
  /** How many are to be given back and not told yet. */
  untold(): number;
  /** All that was not told yet: of leases that are over, and what is spent of those that are not. It counts as told. */
  tell(): readonly LeaseReport[];
  /** The telling failed, or may have: so it is told again. */
  untell(back: readonly LeaseReport[]): void;
}

export function createHeld(): Held {
  const returns = createReturns();
  let leases: Lease[] = [];

  function take(): string | undefined {
    const [lease] = leases;
    if (!lease) return undefined;
    lease.left -= 1;
    if (lease.left === 0) endWhere((each) => each === lease);
    return lease.id;
  }

  function putBack(id: string, isOwn: boolean): void {
    const lease = leases.find((each) => each.id === id);
    if (!lease) returns.add({ id, spent: 0, unspent: 1 });
    else if (isOwn || spentOf(lease) === lease.told) lease.owed += 1;
    else lease.left += 1;
  }

  function endWhere(isOver: (lease: Lease) => boolean): void {
    for (const lease of leases)
      if (isOver(lease))
        returns.add({ id: lease.id, spent: spentOf(lease), unspent: lease.left + lease.owed });
    leases = leases.filter((lease) => !isOver(lease));
  }

  function tell(): readonly LeaseReport[] {
    const going = leases.filter((lease) => spentOf(lease) > lease.told);
    for (const lease of going) lease.told = spentOf(lease);
    return [...returns.tell(), ...going.map(({ id, told }) => ({ id, spent: told, unspent: 0 }))];
  }

  return {
    add: (lease) => void leases.push({ ...lease, left: lease.tokens, told: 0, owed: 0 }),
    take,
    putBack,
    endWhere,
    count: () => leases.reduce((sum, { left }) => sum + left, 0),
    newest: () => leases.at(-1),
    untold: () => returns.untold(),
    tell,
    untell: (back) => returns.untell(back),
  };
}

function spentOf({ tokens, left }: Lease): number {
  return tokens - left;
}
