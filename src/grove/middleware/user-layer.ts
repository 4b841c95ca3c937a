import { type Claim, createRefusals, type Receipt } from "#implementations/threshold";
import type { Context } from "hono";
import type { GroveEnv } from "../context.ts";
import type { SessionName } from "../contracts/sealed-session.ts";
import type { SessionCheck } from "../contracts/session.ts";
import { askObjectWithin, refundOnce } from "./ask-within.ts";
import { byOwnClock } from "./own-clock.ts";
import { sessionObject } from "../session-object.ts";

/** A session as a request names it; whether there is such a one, its user's object knows. */
export interface NamedSession extends SessionName {
  /** A browser sends a cookie unasked, so one that has ended is as good as none. */
  readonly via: "bearer" | "cookie";
}

/** What a request is checked for in its user's object. */
export interface SessionAsk {
  readonly claims: readonly Claim[];
  /** The tenant in which the user's role is asked for. */
  readonly subdomain: string;
}

type Lasting = Extract<SessionCheck, { kind: "barred" | "refused" }>;

/** Kept by the session's own secret id, so that nobody else is answered with it. */
const refusals = createRefusals<Lasting>({ most: 5_000 });

/** Validates the session and counts the request against its user's limits: one call, or none for who was just refused. */
export async function checkSession(
  c: Context<GroveEnv>,
  { userId, sessionId }: NamedSession,
  { claims, subdomain }: SessionAsk,
): Promise<SessionCheck | { readonly kind: "down" }> {
  const key = keyOf(sessionId, claims);
  const refused = refusals.find(key, Date.now());
  if (refused) return renewed(refused, Date.now());

  // Closed: nobody is taken for who they say they are because nobody can be asked.
  const asked = await askObjectWithin(
    async () => await sessionObject(c.env, userId).validateSession(sessionId, [...claims], subdomain),
    "closed",
  );
  if (asked.kind === "failed") return { kind: "down" };

  const now = Date.now();
  const check = toldAt(asked.answer, now);
  if (check.kind === "barred") refusals.remember(key, check, { until: check.until, now });
  if (check.kind === "refused") refusals.remember(key, check, { until: check.verdict.retryAt, now });
  return check;
}

/** With all that was asked about: when another request will have room is for the object to say. */
function keyOf(sessionId: string, claims: readonly Claim[]): string {
  return [sessionId, ...claims.map(({ policy }) => policy.name)].join("\n");
}

/** What the object says, its refusals by this isolate's clock. */
function toldAt(check: SessionCheck, now: number): SessionCheck {
  if (check.kind === "refused") return { ...check, verdict: byOwnClock(check.verdict, now) };
  if (check.kind !== "barred") return check;
  const ahead = now - check.now;
  return { ...check, now, until: check.until + ahead, retryAt: check.retryAt + ahead };
}

/** The same refusal, told at a later moment. */
function renewed(check: Lasting, now: number): Lasting {
  return check.kind === "barred" ? { ...check, now } : { ...check, verdict: { ...check.verdict, now } };
}

/** Gives back what the user's limits counted for a request that was refused further in. */
export async function refundSession(
  c: Context<GroveEnv>,
  { userId }: NamedSession,
  receipt: Receipt,
): Promise<void> {
  await refundOnce(async () => await sessionObject(c.env, userId).refundUserRateLimit(receipt), { userId });
}
