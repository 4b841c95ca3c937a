import type { Context } from "hono";
import type { GroveEnv } from "../context.ts";

/** Lets work that handles its own errors outlive the response, where the runtime has a way to. */
export function later(c: Context<GroveEnv>, work: Promise<void>): void {
  try {
    c.executionCtx.waitUntil(work);
  } catch {
    // Called without an execution context, as by a test: the work runs by itself.
  }
}
