import type { Context } from "hono";
import { createMiddleware } from "hono/factory";
import type { GroveEnv } from "../context.ts";
import { operatorOf } from "../contracts/operator-keys.ts";
import { askAddress } from "./address-layer.ts";
import { bearerOf } from "./bearer.ts";
import { problem } from "./errors.ts";

/**
 * Lets a request through only with an operator's key. Another key is counted against its address, before anything is
 * looked up: nobody learns by it whom there is.
 */
export function onlyOperators() {
  return createMiddleware<GroveEnv>(async (c, next) => {
    const key = bearerOf(c, /./);
    if (key === undefined) return await needsKey(c);
    // Asked first, so that who has guessed too often is not heard with the right one either.
    const address = await askAddress(c);
    if (address.kind === "refused") return address.answer;
    const name = await operatorOf(c.env.OPERATOR_KEYS ?? "", key);
    if (name === undefined) return await needsKey(c);
    await address.refund();
    c.set("operator", name);
    return await next();
  });
}

function needsKey(c: Context<GroveEnv>): Response | Promise<Response> {
  return problem(c, "operators-only", {
    detail: "Send an operator's key, as Authorization: Bearer.",
    headers: { "WWW-Authenticate": "Bearer" },
  });
}
