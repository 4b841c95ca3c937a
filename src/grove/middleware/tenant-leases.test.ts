import { TIER_LIMITS, type Verdict } from "#implementations/threshold";
import { expect, test } from "vitest";
import type { TenantConfig } from "../contracts/tenant.ts";
import type { TenantCheck } from "../contracts/tenant-check.ts";
import { type LeaseAsk, leases } from "./tenant-leases.ts";

const policy = { name: "requests", ...TIER_LIMITS.evergreen.requests, leaseMs: 1_000 };

function tenantOf(name: string): TenantConfig {
  return { subdomain: name } as TenantConfig;
}

function open(name: string): void {
  leases.open(name, tenantOf(name), policy);
}

function leased(name: string, tokens: number, at = 0): TenantCheck {
  const grant = {
    kind: "granted",
    id: `${name} at ${at}`,
    tokens,
    leaseMs: 1_000,
    at,
    remaining: 9,
    nextAt: 1,
    full: undefined,
  } as const;
  return { kind: "leased", tenant: tenantOf(name), policy, grant };
}

/** What an object answers at `at` when there is room again after `waitMs`. */
function refused(name: string, at: number, waitMs: number): TenantCheck {
  const standings = [{ policy, used: policy.limit, remaining: 0, nextAt: at + waitMs }];
  const verdict = {
    kind: "refused",
    now: at,
    retryAt: at + waitMs,
    violated: ["requests"],
    wouldRefuse: [],
    standings,
  };
  return { kind: "counted", tenant: tenantOf(name), verdict: verdict as Verdict };
}

function ask(name: string, now: number): LeaseAsk {
  const asked = leases.ask(name, now);
  if (!asked) throw new Error(`There is no lease of ${name}`);
  return asked;
}

test("holds the leases of a thousand tenants, and lets go the one renewed longest ago", () => {
  for (let i = 0; i < 1_000; i++) open(`t-${i}`);
  leases.keep("t-0", ask("t-0", 0), { check: leased("t-0", 3), now: 0 });
  open("one-more");

  expect(leases.take("t-0", 1)).toMatchObject({ kind: "spent" });
  expect(leases.ask("t-1", 1)).toBeUndefined();
  expect(leases.ask("t-2", 1)).toBeDefined();
});

test("a refusal is told again as it was told first, by this isolate's clock, and spends nothing", () => {
  open("full");
  leases.spend("full", ask("full", 1_000), { check: refused("full", 5_000, 700), now: 1_020 });
  const recalled = leases.recall("full", 1_500);

  expect(recalled).toMatchObject({ tenant: { subdomain: "full" }, refusal: { now: 1_500, retryAt: 1_720 } });
  expect(leases.take("full", 1_500)).toEqual({ kind: "refused", ...recalled });
  expect(leases.recall("full", 1_720)).toBeUndefined();
});

test("who sends the whole limit again after exactly a window is not refused by what the isolate remembers", () => {
  open("pulse");
  // Sent at noon, decided 8 ms later when the first of the pulse had been there for 6, heard after 16.
  leases.spend("pulse", ask("pulse", 0), { check: refused("pulse", 8, 59_994), now: 16 });

  expect(leases.recall("pulse", 59_000)).toBeDefined();
  expect(leases.recall("pulse", 60_000)).toBeUndefined();
  expect(leases.take("pulse", 60_000)).toBeUndefined();
});

test("while the window is nearly full one request asks, and the others are refused until it is answered", () => {
  open("flood");
  leases.spend("flood", ask("flood", 0), { check: refused("flood", 0, 300), now: 0 });
  const probe = ask("flood", 300);

  expect(leases.take("flood", 305)).toMatchObject({ kind: "refused", refusal: { now: 305, retryAt: 1_305 } });
  expect(leases.spend("flood", probe, { check: leased("flood", 4, 310), now: 320 })).toBeDefined();
  expect(leases.take("flood", 321)).toMatchObject({ kind: "spent" });
});

test("when a rush leaves the window every request asks for itself", () => {
  open("rush");
  const check = { ...refused("rush", 0, 300), isRush: true };
  leases.spend("rush", ask("rush", 0), { check, now: 0 });

  expect(leases.take("rush", 299)).toMatchObject({ kind: "refused" });
  ask("rush", 300);
  expect(leases.take("rush", 305)).toBeUndefined();
});

test("who comes after the last of a window is refused by the isolate that has spent it", () => {
  open("last");
  const { grant, ...check } = leased("last", 2, 5_000) as Extract<TenantCheck, { kind: "leased" }>;
  const last = { ...grant, remaining: 0, nextAt: 5_200, full: { retryAt: 5_700, isRush: false } };
  leases.spend("last", ask("last", 0), { check: { ...check, grant: last }, now: 10 });
  const kinds = [leases.take("last", 20), leases.take("last", 30)];

  expect(kinds).toMatchObject([
    { kind: "spent" },
    {
      kind: "refused",
      refusal: { now: 30, retryAt: 710, violated: ["requests"], standings: [{ remaining: 0, nextAt: 210 }] },
    },
  ]);
  expect(leases.take("last", 710)).toBeUndefined();
});

test("a token comes back whose request was refused further in", () => {
  open("denied");
  leases.spend("denied", ask("denied", 0), { check: leased("denied", 4), now: 0 });
  const denied = leases.take("denied", 1);
  if (denied?.kind === "spent") leases.putBack("denied", denied.token, 2);
  const kinds = [3, 4, 5, 6].map((now) => leases.take("denied", now)?.kind);

  expect(kinds).toEqual(["spent", "spent", "spent", undefined]);
});

test("a holder that was let go takes nothing of what is answered to it", () => {
  open("gone");
  const asked = ask("gone", 0);
  leases.spend("gone", ask("gone", 0), { check: { kind: "unknown" }, now: 5 });
  open("gone");
  leases.keep("gone", asked, { check: leased("gone", 9), now: 10 });

  expect(leases.take("gone", 11)).toBeUndefined();
});
