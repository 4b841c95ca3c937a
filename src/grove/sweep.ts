import { objectName } from "#implementations/loom";
import { analyticsObject } from "./analytics-object.ts";
import { dayOf } from "./contracts/statistics.ts";
import { postObject } from "./post-object.ts";
import { sessionObject } from "./session-object.ts";
import { tenantObject } from "./tenant-object.ts";
import { listPostKeys } from "./storage/posts.ts";
import { listExpiredSandboxes, removeSandboxes } from "./storage/sandboxes.ts";
import { forgetMarksOf } from "./storage/watermarks.ts";

/**
 * How long a sandbox has been over before it is swept. It is dead to its readers at once; a request that found it alive
 * may go on for a while, and what that wrote after a sweep would stay for good.
 */
const OVER_FOR_MS = 60_000;

const A_DAY = 86_400_000;

/**
 * Removes the sandboxes that have been over for a minute, and says how many. What the objects of a sandbox keep is
 * forgotten first: if that fails, or the Worker ends halfway, the sandbox is still listed for the next sweep.
 */
export async function sweepSandboxes(
  env: Pick<Env, "ANALYTICS" | "DB" | "POSTS" | "SESSIONS" | "TENANTS">,
  now: number,
): Promise<number> {
  const expiredBy = now - OVER_FOR_MS;
  const expired = await listExpiredSandboxes(env.DB, expiredBy);
  const posts = await listPostKeys(env.DB, expired);
  const days = [dayOf(now), dayOf(now - A_DAY)];
  const outcomes = await Promise.allSettled(
    expired.map(async (id) => {
      const own = posts.filter(({ tenantId }) => tenantId === id);
      await Promise.all([
        sessionObject(env, id).forget(),
        tenantObject(env, id).forget(),
        ...own.map(async (post) => await postObject(env, post).forget()),
        ...days.map(async (day) => await analyticsObject(env, id, day).forget()),
      ]);
      return id;
    }),
  );
  const forgotten = outcomes.flatMap((outcome) => (outcome.status === "fulfilled" ? [outcome.value] : []));
  await removeSandboxes(env.DB, forgotten, expiredBy);
  await forgetMarksOf(
    env.DB,
    forgotten.flatMap((id) => ["post", "analytics"].map((kind) => objectName(kind, id))),
  );
  return forgotten.length;
}
