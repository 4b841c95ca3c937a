import type { Context } from "hono";
import type { GroveEnv } from "../context.ts";

/** What a request sends as `Authorization: Bearer`, if all of it is of this shape. */
export function bearerOf(c: Context<GroveEnv>, shape: RegExp): string | undefined {
  const [, text] = /^Bearer +(\S+) *$/i.exec(c.req.header("authorization") ?? "") ?? [];
  return text !== undefined && shape.test(text) ? text : undefined;
}
