import { bodyLimit } from "hono/body-limit";
import type { MiddlewareHandler } from "hono";
import type { GroveEnv } from "../context.ts";
import { problem } from "./errors.ts";

const LARGEST_BODY_BYTES = 64 * 1024;

/** A post has 100,000 characters, which JSON may write as six bytes each. */
const LARGEST_POST_BYTES = 640 * 1024;
const POST = /^\/tenant\/[^/]+\/api\/posts(?:\/[^/]+)?$/;

/** A file is counted by its route, once it is known that its sender may upload it. */
const FILE = /^\/tenant\/[^/]+\/api\/media$/;

/** Refuses a body of more than 64 KiB, or 640 KiB for a post, by its declared length or by counting. */
export function limitBody(): MiddlewareHandler<GroveEnv> {
  const [limit, limitOfPosts] = [atMost(LARGEST_BODY_BYTES), atMost(LARGEST_POST_BYTES)];
  return async (c, next) => {
    // Nothing reads the body of a GET, and one that has been counted cannot be put back into its request.
    if (c.req.method === "GET" || c.req.method === "HEAD") return await next();
    if (c.req.method === "POST" && FILE.test(c.req.path)) return await next();
    return await (POST.test(c.req.path) ? limitOfPosts : limit)(c, next);
  };
}

function atMost(bytes: number): MiddlewareHandler<GroveEnv> {
  return bodyLimit({
    maxSize: bytes,
    onError: (c) => problem(c, "body-too-large", { detail: `A body here has at most ${bytes} bytes.` }),
  });
}
