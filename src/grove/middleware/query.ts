import type { MiddlewareHandler } from "hono";
import type { z } from "zod";
import type { GroveEnv } from "../context.ts";
import { problem } from "./errors.ts";

/** Parses the query by a schema, or says which parameter is wrong. The route reads it with `c.req.valid("query")`. */
export function query<Schema extends z.ZodType<object>>(
  schema: Schema,
): MiddlewareHandler<GroveEnv, string, { in: { query: z.input<Schema> }; out: { query: z.output<Schema> } }> {
  return async (c, next) => {
    const parsed = schema.safeParse(c.req.query());
    if (!parsed.success) {
      const errors = parsed.error.issues.map(({ path, message }) => ({
        parameter: String(path[0] ?? ""),
        detail: message,
      }));
      const [first] = errors;
      return problem(c, "invalid-query", {
        detail: first ? `${first.parameter}: ${first.detail}` : "The query is not valid.",
        members: { errors },
      });
    }
    c.req.addValidatedData("query", parsed.data);
    return await next();
  };
}
