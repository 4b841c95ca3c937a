import { sessionObject } from "./session-object.ts";
import { listExpiredSandboxes, removeSandboxes } from "./storage/sandboxes.ts";

/**
 * Removes the sandboxes that have expired, and says how many. A sandbox's user is forgotten first: if that fails, or
 * the Worker ends halfway, the sandbox is still listed for the next sweep. Their tenants' objects need no telling:
 * their names are never used again, and hour and day counts are all that they keep.
 */
export async function sweepSandboxes(env: Pick<Env, "DB" | "SESSIONS">, now: number): Promise<number> {
  const expired = await listExpiredSandboxes(env.DB, now);
  const outcomes = await Promise.allSettled(
    expired.map(async (id) => {
      await sessionObject(env, id).forget();
      return id;
    }),
  );
  const forgotten = outcomes.flatMap((outcome) => (outcome.status === "fulfilled" ? [outcome.value] : []));
  await removeSandboxes(env.DB, forgotten, now);
  return forgotten.length;
}
