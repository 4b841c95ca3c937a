import type { Context } from "hono";
import type { GroveEnv } from "../context.ts";
import type { TenantCheck } from "../contracts/tenant-check.ts";
import { tenantObject } from "../tenancy/tenant-object.ts";
import { refundOnce } from "./ask-within.ts";
import { later } from "./later.ts";
import { leases } from "./tenant-leases.ts";

/** Gives back what is unspent of a grant when its lease is over, so that an isolate that went quiet keeps nothing. */
export function bringBackLater(c: Context<GroveEnv>, subdomain: string, check: TenantCheck): void {
  if (check.kind !== "leased" || check.grant.tokens === 1) return;
  later(
    c,
    scheduler.wait(check.grant.leaseMs).then(async () => await bringBack(c, subdomain, check.grant.id)),
  );
}

async function bringBack(c: Context<GroveEnv>, subdomain: string, grantId: string): Promise<void> {
  const brought = leases.bringBack(subdomain, grantId, Date.now());
  if (!brought) return;
  const { back } = brought.ask.request;
  const hasArrived = await refundOnce(
    async () => await tenantObject(c.env, subdomain).takeBackLease([...back]),
    { subdomain },
  );
  // Told again with the next ask: the object takes each grant back once, however often it is told.
  if (!hasArrived) leases.failed(brought);
}
