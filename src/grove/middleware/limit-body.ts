import { bodyLimit } from "hono/body-limit";
import type { MiddlewareHandler } from "hono";
import type { GroveEnv } from "../context.ts";
import { problem } from "./errors.ts";

const LARGEST_BODY_BYTES = 64 * 1024;

/** Refuses a body of more than 64 KiB, by its declared length or by counting. */
export function limitBody(): MiddlewareHandler<GroveEnv> {
  const limit = bodyLimit({
    maxSize: LARGEST_BODY_BYTES,
    onError: (c) =>
      problem(c, "body-too-large", { detail: `A body has at most ${LARGEST_BODY_BYTES} bytes.` }),
  });
  // Nothing reads the body of a GET, and one that has been counted cannot be put back into its request.
  return async (c, next) =>
    c.req.method === "GET" || c.req.method === "HEAD" ? await next() : await limit(c, next);
}
