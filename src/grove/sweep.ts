import { sessionObject } from "./session-object.ts";
import { tenantObject } from "./tenant-object.ts";
import { listExpiredSandboxes, removeSandboxes } from "./storage/sandboxes.ts";

/**
 * Removes the sandboxes that have expired, and says how many. What the objects of a sandbox keep is forgotten first: if
 * that fails, or the Worker ends halfway, the sandbox is still listed for the next sweep.
 */
export async function sweepSandboxes(
  env: Pick<Env, "DB" | "SESSIONS" | "TENANTS">,
  now: number,
): Promise<number> {
  const expired = await listExpiredSandboxes(env.DB, now);
  const outcomes = await Promise.allSettled(
    expired.map(async (id) => {
      await Promise.all([sessionObject(env, id).forget(), tenantObject(env, id).forget()]);
      return id;
    }),
  );
  const forgotten = outcomes.flatMap((outcome) => (outcome.status === "fulfilled" ? [outcome.value] : []));
  await removeSandboxes(env.DB, forgotten, now);
  return forgotten.length;
}
