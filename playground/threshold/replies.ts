import { rateLimitHeaders, type Verdict } from "#implementations/threshold";
import type { Exchange } from "./answer.ts";

export type Reply = Pick<Exchange, "status" | "headers" | "violated">;
export type Refused = Extract<Verdict, { kind: "refused" }>;

/** The answer to a request that was let through. */
export function allowed(status: number, { standings, now }: Pick<Verdict, "standings" | "now">): Reply {
  return { status, headers: new Headers(rateLimitHeaders({ standings, now })) };
}

/** The answer to a request that a limit refused. */
export function refused(refusal: Refused): Reply {
  return { status: 429, headers: new Headers(rateLimitHeaders(refusal)), violated: refusal.violated };
}

/** The same answer, with the ladder's warning. */
export function warned(reply: Reply): Reply {
  reply.headers.set("X-RateLimit-Warning", "true");
  return reply;
}
