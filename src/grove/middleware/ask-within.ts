import { type Asked, askWithin, type FailMode } from "#implementations/threshold";
import { isOutage } from "../contracts/outage.ts";
import { ANSWER_WITHIN_MS } from "../contracts/policies.ts";

/** Asks an object, or the database, for as long as a request can wait. */
export async function askObjectWithin<Answer>(
  ask: () => Promise<Answer>,
  mode: FailMode,
): Promise<Asked<Answer>> {
  return await askWithin(ask, {
    mode,
    withinMs: ANSWER_WITHIN_MS,
    wait: async (ms) => await scheduler.wait(ms),
    isOutage: (error) => error instanceof Error && isOutage(error),
  });
}

/**
 * Gives back what a request took that another object has refused. It is tried once, and waited for no longer than any
 * object: a refund that may have arrived must not be sent again, and one that is lost only makes a limit a little
 * tighter. `whose` is for the log. True if it is known to have arrived.
 */
export async function refundOnce(
  refund: () => Promise<void>,
  whose: Record<string, string>,
): Promise<boolean> {
  try {
    const asked = await askObjectWithin(refund, "open");
    return asked.kind === "answered" || lost(asked.why);
  } catch (error) {
    return lost(String(error));
  }

  function lost(why: string): false {
    console.warn(JSON.stringify({ level: "warn", event: "refund lost", ...whose, why }));
    return false;
  }
}
