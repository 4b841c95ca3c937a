import type { z } from "zod";

/** A route of the Worker as its users see it. */
export interface RouteEntry {
  readonly host: "apex" | "tenant";
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE" | "any";
  /** As Hono writes it: `:name` is a parameter. */
  readonly path: string;
  readonly does: string;
  /** What each status means here; the problems that every route can answer with are not repeated. */
  readonly answers: Readonly<Record<number, string>>;
  /** Whether a session is needed, or heeded where it is sent. Without this none is read. */
  readonly session?: "needed" | "optional";
  /** Whether an operator's key is needed, in place of a session. */
  readonly isOperators?: true;
  /** What the route parses the body by. */
  readonly body?: z.ZodType;
  /** What the route parses the query by. */
  readonly query?: z.ZodObject;
  /** What it answers with when it answers JSON, as 200 or 201. */
  readonly answer?: z.ZodType;
}

/** A session is sent as `Authorization: Bearer …`. */
export const WITH_SESSION = {
  401: "the session has ended, or one is needed",
  403: "the user is blocked or banned until `Retry-After` is over",
  503: "the user is to slow down",
};

/** What the table of access says to who has no role that is high enough. */
export const WITH_ROLE = {
  401: "the session has ended, or one is needed",
  403: "the user's role does not allow it, or the user is barred until `Retry-After` is over",
};
