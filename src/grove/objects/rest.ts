/**
 * When an object has counted nothing for so long, or up to twice as long, what it counts in memory is kept. Cloudflare may put an object out of
 * memory that nobody has called for ten seconds, and does not tell it, unless a timer is pending:
 * https://developers.cloudflare.com/durable-objects/concepts/durable-object-lifecycle/
 */
const QUIET_MS = 1_000;

/** Calls `keep` when nothing has stirred for a second or two, and sees what it writes to the disk. A stir costs nothing. */
export function createRest(ctx: DurableObjectState, keep: () => void): { stir(): void } {
  let hasStirred = false;
  let isWaiting = false;

  function wait(): void {
    isWaiting = true;
    hasStirred = false;
    setTimeout(rest, QUIET_MS);
  }

  function rest(): void {
    isWaiting = false;
    if (hasStirred) return wait();
    try {
      keep();
      ctx.waitUntil(ctx.storage.sync());
    } catch (error) {
      // Nobody waits for it who could be told. The next quiet spell tries again.
      console.error(JSON.stringify({ level: "error", event: "counts not kept", why: String(error) }));
    }
  }

  function stir(): void {
    hasStirred = true;
    if (!isWaiting) wait();
  }

  return { stir };
}
