import fc from "fast-check";
import { expect, test } from "vitest";
import { createExactOracle, type Oracle } from "../window/oracle.ts";
import { createCounters } from "./counters.ts";
import type { Claim, Policy, Receipt } from "./policy.ts";
import { createMemoryWindowStore } from "./window-store.ts";

const NOON = 43_200_000;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

const POLICIES: readonly Policy[] = [
  { name: "tenant", limit: 6, windowMs: MINUTE },
  { name: "user", limit: 2, windowMs: MINUTE },
  { name: "uploads", limit: 3, windowMs: HOUR },
  { name: "never", limit: 0, windowMs: MINUTE },
  { name: "tried", limit: 1, windowMs: MINUTE, isDryRun: true },
];

const claims = fc.array(
  fc.record({
    policy: fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...POLICIES) }, fc.constantFrom(...POLICIES)),
    key: fc.constantFrom("a", "b"),
    cost: fc.oneof(fc.constant(1), fc.integer({ min: 1, max: 3 })),
  }),
  { minLength: 1, maxLength: 4 },
);

const acts = fc.array(
  fc.record({
    gapMs: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 40_000 })),
    claims,
    /** Which receipt is refunded first, if any of those there are. */
    refund: fc.option(fc.nat(8)),
  }),
  { minLength: 1, maxLength: 40 },
);

/** Counters as plain as can be: every claim has an oracle, and a check tries all before it counts in any. */
function createModel(): {
  used(claim: Claim, now: number): number;
  check(asked: readonly Claim[], now: number): Claim[] | undefined;
  refund(taken: Receipt["taken"]): void;
} {
  const oracles = new Map<string, Oracle>();
  function oracleOf({ policy, key }: Claim): Oracle {
    const name = JSON.stringify([policy.name, key]);
    const oracle = oracles.get(name) ?? createExactOracle(policy.windowMs);
    oracles.set(name, oracle);
    return oracle;
  }
  return {
    used: (claim, now) => oracleOf(claim).used(now),
    check(asked, now) {
      const taken: Claim[] = [];
      for (const claim of asked) {
        const before = taken.filter((each) => oracleOf(each) === oracleOf(claim));
        const waiting = before.reduce((sum, { cost = 1 }) => sum + cost, 0);
        const fits = oracleOf(claim).used(now) + waiting + (claim.cost ?? 1) <= claim.policy.limit;
        if (fits) taken.push(claim);
        else if (!claim.policy.isDryRun) return undefined;
      }
      for (const claim of taken) oracleOf(claim).add(now, claim.cost ?? 1);
      return taken;
    },
    refund(taken) {
      for (const each of taken) oracleOf(each).remove(each);
    },
  };
}

test("takes from all or from none, as a model does, whatever is claimed, refunded and kept", () => {
  const everything = POLICIES.flatMap((policy) => ["a", "b"].map((key) => ({ policy, key })));
  const property = fc.property(acts, (taken) => {
    const counters = createCounters({ id: "life", store: createMemoryWindowStore() });
    const model = createModel();
    const receipts: Receipt[] = [];
    const said: unknown[] = [];
    const wanted: unknown[] = [];
    let now = NOON;
    for (const act of taken) {
      now += act.gapMs;
      const [refunded] = act.refund === null ? [] : receipts.splice(act.refund, 1);
      if (refunded) {
        counters.refund(refunded, now);
        counters.refund(refunded, now);
        model.refund(refunded.taken);
      }
      const verdict = counters.check(act.claims, now);
      const modelled = model.check(act.claims, now);
      if (verdict.kind === "allowed") receipts.push(verdict.receipt);
      said.push(verdict.kind === "allowed" ? verdict.receipt.taken.map(({ policy }) => policy) : undefined);
      wanted.push(modelled?.map(({ policy }) => policy));
      said.push(counters.read(everything, now).map(({ used }) => used));
      wanted.push(everything.map((claim) => model.used(claim, now)));
    }
    expect(said).toEqual(wanted);
  });
  fc.assert(property, { seed: 20_261_121, numRuns: 600 });
});

const TENANT: Claim = { policy: { name: "tenant", limit: 20, windowMs: MINUTE }, key: "garden" };
const USER: Claim = { policy: { name: "user", limit: 100, windowMs: MINUTE }, key: "ada" };
const UPLOADS: Claim = { policy: { name: "uploads", limit: 200, windowMs: HOUR }, key: "ada" };

test("fifty checks that race at the limit take what is left, and the refused take nothing anywhere", async () => {
  const counters = createCounters({ id: "life", store: createMemoryWindowStore() });
  const verdicts = await Promise.all(
    Array.from({ length: 50 }, async () => counters.check([USER, UPLOADS, TENANT], NOON)),
  );
  const used = counters.read([TENANT, USER, UPLOADS], NOON).map((standing) => standing.used);

  expect(verdicts.filter(({ kind }) => kind === "allowed")).toHaveLength(20);
  expect(used).toEqual([20, 20, 20]);
});

test("a refusal names all that refuse, and the time when all of them have room", () => {
  const counters = createCounters({ id: "life" });
  const minute = { policy: { name: "minute", limit: 1, windowMs: MINUTE }, key: "" };
  const hour = { policy: { name: "hour", limit: 1, windowMs: HOUR }, key: "" };
  counters.check([hour], NOON);
  counters.check([minute], NOON + 1_000);

  expect(counters.check([minute, TENANT, hour], NOON + 2_000)).toMatchObject({
    kind: "refused",
    now: NOON + 2_000,
    retryAt: NOON + HOUR,
    violated: ["minute", "hour"],
    standings: [{ used: 1 }, { used: 0 }, { used: 1 }],
  });
});

test("tells where every claim stands, in their order, the check included", () => {
  const counters = createCounters({ id: "life" });
  const verdict = counters.check([TENANT, { ...USER, cost: 30 }], NOON);

  expect(verdict.standings).toEqual([
    { policy: TENANT.policy, used: 1, remaining: 19, nextAt: NOON + MINUTE },
    { policy: USER.policy, used: 30, remaining: 70, nextAt: NOON + MINUTE },
  ]);
});

test("two claims on one counter have room together or not at all", () => {
  const counters = createCounters({ id: "life" });
  const one = { policy: { name: "one", limit: 3, windowMs: MINUTE }, key: "a", cost: 2 };

  expect(counters.check([TENANT, one, one], NOON)).toMatchObject({ kind: "refused", violated: ["one"] });
  expect(counters.read([TENANT, one], NOON).map(({ used }) => used)).toEqual([0, 0]);
  expect(counters.check([one], NOON).kind).toBe("allowed");
});

test("names and keys that read the same when put together are counted apart", () => {
  const counters = createCounters({ id: "life" });
  const once = { limit: 1, windowMs: MINUTE };
  const kinds = [
    ["a", "bc"],
    ["ab", "c"],
    ["a:b", "c"],
    ["a", "b:c"],
    ["1", "1:a"],
    ["1:1", ":a"],
  ].map(([name = "", key = ""]) => counters.check([{ policy: { name, ...once }, key }], NOON).kind);

  expect(kinds).toEqual(Array.from({ length: 6 }, () => "allowed"));
});

test("a leased policy admits for the window, and lends for a lease longer", () => {
  const leased = { policy: { name: "leased", limit: 2_000, windowMs: MINUTE, leaseMs: 1_000 }, key: "" };
  const counters = createCounters({ id: "test" });
  counters.check([leased], NOON);
  counters.leasedWindowOf(leased, NOON)?.grant(NOON, { admitted: 0, lent: 3 });
  const used = [MINUTE - 1, MINUTE, MINUTE + 999, MINUTE + 1_000].map(
    (after) => counters.read([leased], NOON + after)[0]?.used,
  );

  expect(used).toEqual([4, 3, 3, 0]);
});
