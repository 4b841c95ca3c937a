/**
 * When an object has counted nothing for so long, what it counts in memory is kept. Cloudflare may put an object out of
 * memory that nobody has called for ten seconds, and does not tell it, unless a timer is pending:
 * https://developers.cloudflare.com/durable-objects/concepts/durable-object-lifecycle/
 */
const QUIET_MS = 1_000;

/** Calls `keep` a second after the last stir, and sees what it writes to the disk. Until then the object stays in memory. */
export function createRest(ctx: DurableObjectState, keep: () => void): { stir(): void } {
  let timer: ReturnType<typeof setTimeout> | null = null;

  function rest(): void {
    keep();
    ctx.waitUntil(ctx.storage.sync());
  }

  function stir(): void {
    clearTimeout(timer);
    timer = setTimeout(rest, QUIET_MS);
  }

  return { stir };
}
