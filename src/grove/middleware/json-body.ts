import type { MiddlewareHandler } from "hono";
import type { z } from "zod";
import type { GroveEnv } from "../context.ts";
import { problem } from "./errors.ts";

/** Parses the body by a schema, or says which field is wrong. The route reads it with `c.req.valid("json")`. */
export function jsonBody<Schema extends z.ZodType<object>>(
  schema: Schema,
): MiddlewareHandler<GroveEnv, string, { in: { json: z.input<Schema> }; out: { json: z.output<Schema> } }> {
  return async (c, next) => {
    if (!/^application\/json *(?:;|$)/i.test(c.req.header("content-type") ?? "")) {
      return problem(c, "unsupported-media-type", {
        detail: "Send the body with Content-Type: application/json.",
        headers: { Accept: "application/json" },
      });
    }
    const body = parseJson(await c.req.text());
    if (body.kind === "malformed") return problem(c, "malformed-json", { detail: body.why });

    const parsed = schema.safeParse(body.value);
    if (!parsed.success) {
      const errors = parsed.error.issues.map(({ path, message }) => ({
        pointer: pointerTo(path),
        detail: message,
      }));
      const [first] = errors;
      return problem(c, "invalid-body", {
        detail: first ? `${first.pointer || "The body"}: ${first.detail}` : "The body is not valid.",
        members: { errors },
      });
    }
    c.req.addValidatedData("json", parsed.data);
    return await next();
  };
}

type Parsed =
  | { readonly kind: "parsed"; readonly value: unknown }
  | { readonly kind: "malformed"; readonly why: string };

function parseJson(text: string): Parsed {
  try {
    return { kind: "parsed", value: JSON.parse(text) };
  } catch (error) {
    // JSON.parse throws SyntaxErrors only, and their messages name the place and the text found there.
    return { kind: "malformed", why: error instanceof Error ? error.message : String(error) };
  }
}

/** RFC 6901. */
function pointerTo(path: readonly PropertyKey[]): string {
  return path.map((key) => `/${String(key).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
}
