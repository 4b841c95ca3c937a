import { createMiddleware } from "hono/factory";
import type { GroveEnv } from "../context.ts";
import { problem } from "./errors.ts";

const LONGEST_URL = 4_096;

/** Refuses, before anything reads it, a path that is too long, not decodable, or holds a control character. */
export function refuseBadPaths() {
  return createMiddleware<GroveEnv>(async (c, next) => {
    if (c.req.url.length > LONGEST_URL) {
      return problem(c, "path-too-long", { detail: `An address has at most ${LONGEST_URL} characters.` });
    }
    const path = decoded(new URL(c.req.url).pathname);
    // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
    if (path === undefined || /[\u0000-\u001F\u007F]/.test(path)) {
      return problem(c, "malformed-path", {
        detail:
          "A percent sign in a path starts two hexadecimal digits of UTF-8 text without control characters.",
      });
    }
    return await next();
  });
}

function decoded(path: string): string | undefined {
  try {
    return decodeURIComponent(path);
  } catch {
    // A URIError is the only thing thrown here, and means what undefined means.
    return undefined;
  }
}
