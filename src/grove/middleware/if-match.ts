import { createMiddleware } from "hono/factory";
import type { GroveEnv } from "../context.ts";
import { problem } from "./errors.ts";

/** A strong ETag (RFC 9110, section 8.8.3) of something that has versions. */
export function etagOf({ version }: { readonly version: number }): string {
  return `"${version}"`;
}

/** Refuses a change that does not say, in If-Match, from which version it was made; `*` says that any will do. */
export function needsVersion() {
  return createMiddleware<GroveEnv>(async (c, next) => {
    const header = c.req.header("if-match")?.trim();
    if (!header) {
      return problem(c, "version-needed", {
        detail: "Send the ETag of what you have read as If-Match, so that nobody's change is lost.",
      });
    }
    c.set("ifMatch", header === "*" ? "any" : versionsIn(header));
    return await next();
  });
}

/** Tags that are no version's of ours, and weak ones, match nothing. */
function versionsIn(header: string): readonly number[] {
  return header.split(",").flatMap((tag) => {
    const [, version] = /^\s*"([1-9]\d{0,14})"\s*$/.exec(tag) ?? [];
    return version === undefined ? [] : [Number(version)];
  });
}
