import { sessionObject } from "./session-object.ts";
import { tenantObject } from "./tenant-object.ts";
import { listExpiredSandboxes, removeSandboxes } from "./storage/sandboxes.ts";

/**
 * How long a sandbox has been over before it is swept. It is dead to its readers at once; a request that found it alive
 * may go on for a while, and what that wrote after a sweep would stay for good.
 */
const OVER_FOR_MS = 60_000;

/**
 * Removes the sandboxes that have been over for a minute, and says how many. What the objects of a sandbox keep is
 * forgotten first: if that fails, or the Worker ends halfway, the sandbox is still listed for the next sweep.
 */
export async function sweepSandboxes(
  env: Pick<Env, "DB" | "SESSIONS" | "TENANTS">,
  now: number,
): Promise<number> {
  const expiredBy = now - OVER_FOR_MS;
  const expired = await listExpiredSandboxes(env.DB, expiredBy);
  const outcomes = await Promise.allSettled(
    expired.map(async (id) => {
      await Promise.all([sessionObject(env, id).forget(), tenantObject(env, id).forget()]);
      return id;
    }),
  );
  const forgotten = outcomes.flatMap((outcome) => (outcome.status === "fulfilled" ? [outcome.value] : []));
  await removeSandboxes(env.DB, forgotten, expiredBy);
  return forgotten.length;
}
