import {
  type AttackLevel,
  type Claim,
  createCounters,
  createRefusals,
  createSilences,
  type Receipt,
  type Standing,
  type Verdict,
} from "#implementations/threshold";

/** The ceiling of one client address, kept by the isolate that it sends to. */
export interface SimulatedAddress {
  check(claim: Claim, level: AttackLevel, now: number): Verdict;
  /** Gives back what a request took that a limit further in refused. Under attack it stays taken. */
  refund(receipt: Receipt, level: AttackLevel, now: number): void;
  standings(claim: Claim, now: number): readonly Standing[];
}

type Refused = Extract<Verdict, { kind: "refused" }>;

/** As the Worker's `addressCeiling`, where time and the attack level are what the reader says. */
export function simulateAddress(): SimulatedAddress {
  const counters = createCounters({ id: "address" });
  const silences = createSilences({ most: 10 });
  const silenced = createRefusals<Refused>({ most: 10 });

  return {
    check(claim, level, now) {
      const verdict = silenced.find(claim.key, now) ?? counters.check([claim], now);
      if (verdict.kind === "allowed") {
        silences.admitted(claim.key);
        return verdict;
      }
      const silence = silences.refused(claim.key, level);
      if (silence === 0) return { ...verdict, now };
      const longer = { ...verdict, now, retryAt: Math.max(verdict.retryAt, now + silence) };
      silenced.remember(claim.key, longer, { now, until: now + silence });
      return longer;
    },
    refund(receipt, level, now) {
      if (level === 0) counters.refund(receipt, now);
    },
    standings: (claim, now) => counters.read([claim], now),
  };
}
