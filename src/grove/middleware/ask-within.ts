import { type Asked, askWithin, type FailMode } from "#implementations/threshold";
import { isOutage } from "../contracts/outage.ts";
import { ANSWER_WITHIN_MS } from "../contracts/policies.ts";

/** Asks an object for as long as a request can wait. */
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
