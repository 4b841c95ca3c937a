import { TIER_LIMITS } from "#implementations/threshold";
import { expect, test } from "vitest";
import type { TenantConfig } from "../contracts/tenant.ts";
import { leases } from "./tenant-leases.ts";

const policy = { name: "requests", ...TIER_LIMITS.evergreen.requests, leaseMs: 1_000 };

function open(name: string): void {
  leases.open(name, { subdomain: name } as TenantConfig, policy);
}

test("holds the leases of a thousand tenants, and lets go the one renewed longest ago", () => {
  for (let i = 0; i < 1_000; i++) open(`t-${i}`);
  const ask = leases.ask("t-0", 0)!;
  const tenant = { subdomain: "t-0" } as TenantConfig;
  const grant = {
    kind: "granted",
    id: "a",
    tokens: 2,
    leaseMs: 1_000,
    at: 0,
    remaining: 9,
    nextAt: 1,
  } as const;
  leases.keep("t-0", ask, { check: { kind: "leased", tenant, policy, grant }, now: 0 });
  open("one-more");

  expect(leases.take("t-0", 1)).toBeDefined();
  expect(leases.ask("t-1", 1)).toBeUndefined();
  expect(leases.ask("t-2", 1)).toBeDefined();
});
