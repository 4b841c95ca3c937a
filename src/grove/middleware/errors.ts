import { parseAccept } from "hono/utils/accept";
import type { Context } from "hono";
import type { GroveEnv } from "../context.ts";
import { type Problem, type ProblemName, PROBLEMS } from "../contracts/problem.ts";
import { messagePage } from "../views/message.tsx";
import { isOutage } from "../contracts/outage.ts";
import { apexOrigin } from "./host.ts";
import { BLOG_POLICY } from "./security-headers.ts";

export interface ProblemDetails {
  /** Plain words: what was found, and what to do. */
  readonly detail: string;
  readonly headers?: Record<string, string>;
  readonly members?: Pick<Problem, "errors" | "violated-policies" | "retryAfter">;
}

/** Answers with an error: a page for a browser on a blog, problem+json for everyone else. */
export function problem(
  c: Context<GroveEnv>,
  name: ProblemName,
  { detail, headers = {}, members = {} }: ProblemDetails,
): Response | Promise<Response> {
  const { status, title, type = "about:blank" } = { type: undefined, ...PROBLEMS[name] };
  const shared = { "Cache-Control": "no-store", Vary: "Accept", ...headers };
  const { requestId } = c.var;
  if (isBlogPage(c.req.path) && prefersHtml(c.req.header("accept"))) {
    const site = apexOrigin(c.req.url, c.env.BASE_DOMAIN);
    const hasBlog = name !== "unknown-tenant" && !c.req.path.startsWith("/nowhere");
    return c.html(messagePage({ status, title, detail, requestId, site, hasBlog }), status, {
      "Content-Security-Policy": BLOG_POLICY,
      ...shared,
    });
  }
  const body: Problem = { type, title, status, detail, requestId, ...members };
  return c.body(JSON.stringify(body), status, { "Content-Type": "application/problem+json", ...shared });
}

/** How long an object or the database is usually away when it moves or restarts. */
const OUTAGE_SECONDS = 5;

/** Answers an error that nobody foresaw: the reader gets an id, the log gets the rest under the same id. */
export function unexpected(error: Error, c: Context<GroveEnv>): Response | Promise<Response> {
  const { requestId } = c.var;
  const { name, message, stack } = error;
  const { method, url } = c.req;
  console.error(JSON.stringify({ level: "error", requestId, method, url, error: { name, message, stack } }));
  if (isOutage(error)) return unavailable(c);
  return problem(c, "unexpected", {
    detail: `The error has been logged. To report it, quote the request ${requestId}.`,
  });
}

/** Answers that something is away for a moment, which is nobody's mistake. */
export function unavailable(c: Context<GroveEnv>): Response | Promise<Response> {
  return problem(c, "unavailable", {
    detail: `What this needs cannot be reached just now. Try again in ${OUTAGE_SECONDS} seconds.`,
    headers: { "Retry-After": String(OUTAGE_SECONDS) },
    members: { retryAfter: OUTAGE_SECONDS },
  });
}

function isBlogPage(routingPath: string): boolean {
  return /^\/(?:nowhere|tenant\/[^/]+)(?!\/api(?:\/|$))(?:\/|$)/.test(routingPath);
}

/** Whether HTML is named, and no JSON is wanted more. */
function prefersHtml(accept: string | undefined): boolean {
  const wanted = parseAccept(accept ?? "");
  const weightOf = (pattern: RegExp) =>
    Math.max(0, ...wanted.filter(({ type }) => pattern.test(type)).map(({ q }) => q));
  const html = weightOf(/^text\/html$/i);
  return html > 0 && html >= weightOf(/^application\/(?:problem\+)?json$/i);
}
