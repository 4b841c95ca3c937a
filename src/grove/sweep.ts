import { fanOut } from "#implementations/loom";
import { dayOf } from "./contracts/statistics.ts";
import { sessionObject } from "./session-object.ts";
import { deleteFiles, listPendingFiles, removeFile } from "./storage/files.ts";
import { listPostKeys } from "./storage/posts.ts";
import { listExpiredSandboxes, removeSandboxes } from "./storage/sandboxes.ts";
import { forgetMarksOf } from "./storage/watermarks.ts";
import { openOperator, type Operator } from "./tenancy/operator.ts";

/**
 * How long a sandbox has been over before it is swept. It is dead to its readers at once; a request that found it alive
 * may go on for a while, and what that wrote after a sweep would stay for good.
 */
const OVER_FOR_MS = 60_000;

/** No upload takes as long: what is pending still has failed halfway. */
const PENDING_FOR_MS = 3_600_000;

const A_DAY = 86_400_000;

/** Something that is kept outside the database, and how the log names it. */
interface Kept {
  readonly name: { readonly what: string; readonly sandbox?: string; readonly id?: string };
  readonly forget: () => Promise<void>;
}

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
  const left = await forgetAll([
    ...expired.flatMap((sandbox) => keptOf(sandbox, env, operator)),
    ...expired.flatMap((sandbox) => daysOf(sandbox, operator, now)),
    ...posts.map(({ tenantId: sandbox, postId: id }) => ({
      name: { what: "post", sandbox, id },
      forget: async () => await operator.tenant(sandbox).post(id).forget(),
    })),
  ]);
  const remembered = new Set(left.map(({ name }) => name.sandbox));
  const forgotten = expired.filter((sandbox) => !remembered.has(sandbox));
  const removed = await removeSandboxes(operator, forgotten, expiredBy);
  await forgetMarksOf(operator, removed);
  return removed.length;
}

/** What there is one of for each sandbox. */
function keptOf(sandbox: string, env: Env, operator: Operator): Kept[] {
  const { tenant, tenantObject } = operator;
  return [
    { name: { what: "user", sandbox }, forget: async () => await sessionObject(env, sandbox).forget() },
    { name: { what: "tenant", sandbox }, forget: async () => await tenantObject(sandbox).forget() },
    { name: { what: "files", sandbox }, forget: async () => await deleteFiles(tenant(sandbox)) },
  ];
}

/** The days that a sandbox can have lived on. */
function daysOf(sandbox: string, { tenant }: Operator, now: number): Kept[] {
  return [dayOf(now), dayOf(now - A_DAY)].map((id) => ({
    name: { what: "day", sandbox, id },
    forget: async () => await tenant(sandbox).analytics(id).forget(),
  }));
}

/** Removes what an upload or a deletion that failed halfway left behind an hour ago, and says of how many files. */
export async function sweepUploads(env: Env, now: number): Promise<number> {
  const operator = openOperator(env, "sweep uploads");
  const pending = await listPendingFiles(operator, now - PENDING_FOR_MS);
  const left = await forgetAll(
    pending.map(({ tenantId, id }) => ({
      name: { what: "file", id },
      forget: async () => await removeFile(operator.tenant(tenantId), id),
    })),
  );
  return pending.length - left.length;
}

/** Forgets all, a few at a time, each in its time, and gives what could not be; the log has the reason of each. */
async function forgetAll(kept: readonly Kept[]): Promise<readonly Kept[]> {
  const report = await fanOut(kept, async ({ forget }) => await forget(), {
    isIdempotent: true,
    wait: async (ms, signal) => await scheduler.wait(ms, { signal }),
    random: () => Math.random(),
  });
  const failed = report.filter((called) => called.kind === "failed");
  for (const { target, why, attempts, error } of failed) {
    const told = { event: "not forgotten", ...target.name, why, attempts, error: String(error) };
    console.warn(JSON.stringify({ level: "warn", ...told }));
  }
  return failed.map(({ target }) => target);
}
