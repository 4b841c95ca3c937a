import { z } from "zod";

/** An error as RFC 9457 writes it, with the members that Grove adds. */
export const Problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int().min(400).max(599),
  detail: z.string(),
  /** The same as the header X-Request-Id, to quote in a report. */
  requestId: z.string(),
  /** What is wrong: a field of the body, as a JSON pointer, or a parameter of the query. */
  errors: z
    .array(
      z.object({
        pointer: z.string().optional(),
        parameter: z.string().optional(),
        detail: z.string(),
        /** Where in the field it begins, in characters. */
        offset: z.int().nonnegative().optional(),
      }),
    )
    .optional(),
  /** Which limits were reached, as draft-ietf-httpapi-ratelimit-headers names them. */
  "violated-policies": z.array(z.string()).optional(),
  /** Seconds, the same as the header Retry-After. */
  retryAfter: z.int().nonnegative().optional(),
});
export type Problem = z.infer<typeof Problem>;

/** What each failure means in HTTP. `about:blank` says that the status explains itself. */
export const PROBLEMS = {
  "malformed-path": { status: 400, title: "This address cannot be read" },
  "malformed-json": { status: 400, title: "The body is not JSON" },
  "invalid-body": { status: 400, title: "The body is not what was asked for" },
  "invalid-header": { status: 400, title: "A header is not what was asked for" },
  "invalid-query": { status: 400, title: "The query is not what was asked for" },
  "sign-in-needed": { status: 401, title: "This is for those who have signed in" },
  "wrong-passphrase": { status: 401, title: "This is not the passphrase" },
  "unknown-account": { status: 401, title: "Nobody signs in like this" },
  "operators-only": { status: 401, title: "This is for operators" },
  forbidden: { status: 403, title: "You may not do this" },
  "foreign-origin": { status: 403, title: "This came from a page of another origin" },
  "sign-in-closed": { status: 403, title: "Nobody can sign in here" },
  "plan-full": { status: 403, title: "The plan has no room for more" },
  "no-client-address": { status: 403, title: "No client address" },
  barred: {
    status: 403,
    title: "You are barred for a while",
    type: "https://iana.org/assignments/http-problem-types#abnormal-usage-detected",
  },
  "not-found": { status: 404, title: "There is nothing here" },
  "unknown-tenant": { status: 404, title: "There is no blog here" },
  "method-not-allowed": { status: 405, title: "This address does not do that" },
  "slug-taken": { status: 409, title: "Another post has this address" },
  "appeal-open": { status: 409, title: "An appeal of yours is open" },
  "last-owner": { status: 409, title: "Nobody else owns this blog" },
  "version-stale": { status: 412, title: "Somebody has changed this since" },
  "body-too-large": { status: 413, title: "The body is too large" },
  "path-too-long": { status: 414, title: "This address is too long" },
  "unsupported-media-type": { status: 415, title: "The body is of the wrong type" },
  misdirected: { status: 421, title: "This host is not served here" },
  "statement-refused": { status: 422, title: "This statement is not run" },
  "statement-failed": { status: 422, title: "The database did not run this statement" },
  "version-needed": { status: 428, title: "Say which version you have read" },
  "quota-exceeded": {
    status: 429,
    title: "Too many requests",
    type: "https://iana.org/assignments/http-problem-types#quota-exceeded",
  },
  unexpected: { status: 500, title: "Something went wrong here" },
  "slowed-down": {
    status: 503,
    title: "Slow down",
    type: "https://iana.org/assignments/http-problem-types#temporary-reduced-capacity",
  },
  unavailable: { status: 503, title: "This cannot be answered just now" },
} as const satisfies Record<string, { status: number; title: string; type?: string }>;
export type ProblemName = keyof typeof PROBLEMS;
