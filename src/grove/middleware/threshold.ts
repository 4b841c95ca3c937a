import {
  type Claim,
  rateLimitHeaders,
  secondsUntil,
  type Told,
  type Verdict,
} from "#implementations/threshold";
import type { Context, Env } from "hono";
import { createMiddleware } from "hono/factory";

// To take Threshold into a Worker of your own, copy this file and src/implementations/threshold: nothing else is needed.

type MaybePromise<Value> = Value | Promise<Value>;
export type Refusal = Extract<Verdict, { kind: "refused" }>;

export interface ThresholdOptions<E extends Env> {
  /** What the request counts against: for none it passes. */
  readonly claimsOf: (c: Context<E>) => MaybePromise<readonly Claim[]>;
  /** Decides upon all claims at once: `createCounters` here, or an object that keeps them for every isolate. */
  readonly check: (claims: readonly Claim[], c: Context<E>) => MaybePromise<Verdict>;
  /** Answers in your own words; the headers are added. A problem of RFC 9457 unless told otherwise. */
  readonly refuse?: (c: Context<E>, refusal: Refusal) => MaybePromise<Response>;
}

/** Lets a request through if every limit has room for it, and otherwise answers 429; either way the client is told. */
export function threshold<E extends Env>({ claimsOf, check, refuse = answerProblem }: ThresholdOptions<E>) {
  return createMiddleware<E>(async (c, next) => {
    const claims = await claimsOf(c);
    if (claims.length === 0) return await next();

    const verdict = await check(claims, c);
    if (verdict.kind === "refused") return tell(await refuse(c, verdict), verdict);

    await next();
    // What a limit further in has told, or a refusal of another kind, tells the client more.
    const isTold = c.res.headers.has("RateLimit") || c.res.headers.has("Retry-After");
    if (!isTold) c.res = tell(c.res, verdict);
    return undefined;
  });
}

/** Writes into a response where its client stands. */
export function tell(response: Response, told: Told): Response {
  const headers = new Headers(response.headers);
  for (const [name, value] of Object.entries(rateLimitHeaders(told))) headers.set(name, value);
  const { status, statusText } = response;
  return new Response(response.body, { status, statusText, headers });
}

/** The problem type of draft-ietf-httpapi-ratelimit-headers, section 6. */
const QUOTA_EXCEEDED = "https://iana.org/assignments/http-problem-types#quota-exceeded";

function answerProblem<E extends Env>(c: Context<E>, { violated, retryAt, now }: Refusal): Response {
  const retryAfter = Number.isFinite(retryAt) ? secondsUntil(retryAt, now) : undefined;
  const problem = {
    type: QUOTA_EXCEEDED,
    title: "Too many requests",
    status: 429,
    "violated-policies": violated,
    retryAfter,
  };
  return c.body(JSON.stringify(problem), 429, { "Content-Type": "application/problem+json" });
}
