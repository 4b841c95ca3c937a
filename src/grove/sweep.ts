import { dayOf } from "./contracts/statistics.ts";
import { sessionObject } from "./session-object.ts";
import { deleteFiles, removePendingMedia } from "./storage/files.ts";
import { listPostKeys } from "./storage/posts.ts";
import { listExpiredSandboxes, removeSandboxes } from "./storage/sandboxes.ts";
import { forgetMarksOf } from "./storage/watermarks.ts";
import { openOperator } from "./tenancy/operator.ts";

/**
 * How long a sandbox has been over before it is swept. It is dead to its readers at once; a request that found it alive
 * may go on for a while, and what that wrote after a sweep would stay for good.
 */
const OVER_FOR_MS = 60_000;

/** No upload takes as long: what is pending still has failed halfway. */
const PENDING_FOR_MS = 3_600_000;

const A_DAY = 86_400_000;

/**
 * Removes the sandboxes that have been over for a minute, and says how many. What the objects of a sandbox keep is
 * forgotten first, and its files are deleted: if that fails, or the Worker ends halfway, or a file is being uploaded, the
 * sandbox is still listed for the next sweep.
 */
export async function sweepSandboxes(env: Env, now: number): Promise<number> {
  const operator = openOperator(env, "sweep sandboxes");
  const expiredBy = now - OVER_FOR_MS;
  const expired = await listExpiredSandboxes(operator, expiredBy);
  const posts = await listPostKeys(operator, expired);
  const days = [dayOf(now), dayOf(now - A_DAY)];
  const outcomes = await Promise.allSettled(
    expired.map(async (id) => {
      const data = operator.tenant(id);
      const own = posts.filter(({ tenantId }) => tenantId === id);
      await Promise.all([
        sessionObject(env, id).forget(),
        operator.tenantObject(id).forget(),
        deleteFiles(data),
        ...own.map(async ({ postId }) => await data.post(postId).forget()),
        ...days.map(async (day) => await data.analytics(day).forget()),
      ]);
      return id;
    }),
  );
  const forgotten = outcomes.flatMap((outcome) => (outcome.status === "fulfilled" ? [outcome.value] : []));
  const removed = await removeSandboxes(operator, forgotten, expiredBy);
  await forgetMarksOf(operator, removed);
  return removed.length;
}

/** Removes what an upload or a deletion that failed halfway left behind an hour ago, and says of how many files. */
export async function sweepUploads(env: Env, now: number): Promise<number> {
  return await removePendingMedia(openOperator(env, "sweep uploads"), now - PENDING_FOR_MS);
}
