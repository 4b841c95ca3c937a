import type { Committed } from "#implementations/loom";
import { secondsUntil } from "#implementations/threshold";
import type { Context } from "hono";
import type { GroveEnv } from "../context.ts";
import { problem } from "../middleware/errors.ts";

/** Answers that an object's outbox has no room until it is flushed. */
export function outboxFull(
  c: Context<GroveEnv>,
  { retryAt }: Extract<Committed<unknown>, { kind: "full" }>,
): Response | Promise<Response> {
  const retryAfter = secondsUntil(retryAt, Date.now());
  return problem(c, "unavailable", {
    detail: `More is waiting to be written than may be held here. Try again in ${retryAfter} seconds.`,
    headers: { "Retry-After": String(retryAfter) },
    members: { retryAfter },
  });
}
