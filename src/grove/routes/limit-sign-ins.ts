import type { Claim } from "#implementations/threshold";
import type { Context } from "hono";
import { createMiddleware } from "hono/factory";
import { addressObject } from "../address-object.ts";
import type { GroveEnv } from "../context.ts";
import { routeLimitOf } from "../contracts/policies.ts";
import type { SessionName } from "../contracts/sealed-session.ts";
import { type LoginCheck, SIGN_INS_PER_ACCOUNT } from "../contracts/session.ts";
import { answerRefusal } from "../middleware/answer-refusal.ts";
import { askObjectWithin, refundOnce } from "../middleware/ask-within.ts";
import { clientAddress } from "../middleware/client-address.ts";
import { problem, unavailable } from "../middleware/errors.ts";
import { sessionObject } from "../session-object.ts";

/** What a layer says to an attempt to sign in. One that lets it pass can be refunded. */
type Layer =
  | { readonly kind: "passed"; readonly refund: () => Promise<void> }
  | { readonly kind: "refused"; readonly answer: Response };

const PASSED: Layer = { kind: "passed", refund: async () => undefined };

/** The answers to an attempt that was heard, and so is not refunded: signed in, or a wrong passphrase. */
const HEARD: ReadonlySet<number> = new Set([201, 401]);

/** What an attempt counts against in its account's object. */
const ACCOUNT_CLAIMS: readonly Claim[] = [{ policy: SIGN_INS_PER_ACCOUNT, key: "" }];

/**
 * Lets an attempt to sign in pass if its account, where there is one, and its address may make one, and gives both back
 * if it was refused further in. Where one of them cannot answer nobody signs in: a guess must not go uncounted.
 */
export function limitSignIns(accountOf: (c: Context<GroveEnv>) => string | undefined) {
  return createMiddleware<GroveEnv>(async (c, next) => {
    const userId = accountOf(c);
    // An account that there is not has no object, and gets none.
    const account = userId === undefined ? PASSED : await askAccount(c, userId);
    if (account.kind === "refused") return account.answer;
    const address = await askAddress(c);
    if (address.kind === "refused") {
      await account.refund();
      return address.answer;
    }
    await next();
    if (!HEARD.has(c.res.status)) await Promise.all([account.refund(), address.refund()]);
    return undefined;
  });
}

/** What came of an attempt that may be made: a session, or why there is none; an answer where nothing came of it. */
export type SignInTried =
  | { readonly kind: "answered"; readonly answer: Response }
  | { readonly kind: "wrong"; readonly login: LoginCheck }
  | { readonly kind: "in"; readonly sessionId: string; readonly expiresAt: number };

/** Records an attempt with its account, and makes the session if it is heard and right. */
export async function trySignIn(
  c: Context<GroveEnv>,
  {
    userId,
    isRight,
    lifetimeMs,
  }: { readonly userId: string; readonly isRight: boolean; readonly lifetimeMs: number },
): Promise<SignInTried> {
  const account = sessionObject(c.env, userId);
  const asked = await askObjectWithin(async () => {
    const login = await account.recordLoginAttempt(isRight, [...ACCOUNT_CLAIMS]);
    const made = login.isHeard && isRight ? await account.createSession({ lifetimeMs }) : undefined;
    return { login, made };
  }, "closed");
  if (asked.kind === "failed") return { kind: "answered", answer: await unavailable(c) };

  const { login, made } = asked.answer;
  if (made) return { kind: "in", ...made };
  if (login.isHeard) return { kind: "wrong", login };
  c.set("isDenied", true);
  return { kind: "answered", answer: await answerLockout(c, login) };
}

/** Ends a session, or says that it cannot be ended now: then what answers is given. */
export async function signOut(
  c: Context<GroveEnv>,
  { userId, sessionId }: SessionName,
): Promise<Response | undefined> {
  const asked = await askObjectWithin(
    async () => await sessionObject(c.env, userId).revokeSession(sessionId),
    "closed",
  );
  return asked.kind === "failed" ? await unavailable(c) : undefined;
}

/** Says that the account hears nobody for a while. */
async function answerLockout(c: Context<GroveEnv>, { lockoutRemaining = 0 }: LoginCheck): Promise<Response> {
  return await problem(c, "quota-exceeded", {
    detail: `Too many wrong passphrases. Nobody can sign in for another ${lockoutRemaining} seconds.`,
    headers: { "Retry-After": String(lockoutRemaining) },
    members: { "violated-policies": ["lockout"], retryAfter: lockoutRemaining },
  });
}

async function askAccount(c: Context<GroveEnv>, userId: string): Promise<Layer> {
  const object = sessionObject(c.env, userId);
  const claims = [...ACCOUNT_CLAIMS];
  const asked = await askObjectWithin(async () => {
    const login = await object.loginAllowed(claims);
    return login.allowed ? await object.checkUserRateLimit(claims) : login;
  }, "closed");
  if (asked.kind === "failed") return { kind: "refused", answer: await unavailable(c) };
  if (!("kind" in asked.answer)) return { kind: "refused", answer: await answerLockout(c, asked.answer) };

  const verdict = asked.answer;
  if (verdict.kind === "refused") {
    return { kind: "refused", answer: await answerRefusal(c, verdict, "An account") };
  }
  return {
    kind: "passed",
    refund: async () =>
      await refundOnce(async () => await object.refundUserRateLimit(verdict.receipt), { userId }),
  };
}

/** A client without an address is counted by the account alone: one count for all such would let any refuse the others. */
async function askAddress(c: Context<GroveEnv>): Promise<Layer> {
  const policy = routeLimitOf(c.req.method, new URL(c.req.url).pathname)?.perAddress;
  const address = clientAddress(c);
  if (!policy || !address) return PASSED;

  const { key, object } = await addressObject(c.env, address.client);
  const asked = await askObjectWithin(async () => await object.checkAddress([{ policy, key }]), "closed");
  if (asked.kind === "failed") return { kind: "refused", answer: await unavailable(c) };
  const verdict = asked.answer;
  if (verdict.kind === "refused") {
    return { kind: "refused", answer: await answerRefusal(c, verdict, "Your address") };
  }
  return {
    kind: "passed",
    refund: async () =>
      await refundOnce(async () => await object.refund(verdict.receipt), { policy: policy.name }),
  };
}
