import { createMiddleware } from "hono/factory";
import type { GroveEnv } from "../context.ts";
import type { AddressCeiling } from "./address-ceiling.ts";

/** Counts each request against its client address, and answers for it if it may not pass. */
export function limitAddress(ceiling: AddressCeiling) {
  return createMiddleware<GroveEnv>(async (c, next) => {
    const charge = await ceiling.charge(c);
    if (charge.kind === "refused") return charge.answer;

    await next();
    // A tenant's limit tells the client more than this one does.
    if (c.res.headers.has("RateLimit")) return undefined;
    for (const [name, value] of Object.entries(charge.headers)) c.res.headers.set(name, value);
    return undefined;
  });
}
