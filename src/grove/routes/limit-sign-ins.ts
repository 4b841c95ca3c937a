import type { Context } from "hono";
import { createMiddleware } from "hono/factory";
import type { GroveEnv } from "../context.ts";
import type { SessionName } from "../contracts/sealed-session.ts";
import type { LoginCheck } from "../contracts/session.ts";
import { askAddress, PASSED } from "../middleware/address-layer.ts";
import { askObjectWithin } from "../middleware/ask-within.ts";
import { unavailable } from "../middleware/errors.ts";
import { sessionObject } from "../session-object.ts";
import { ACCOUNT_CLAIMS, askAccount, recallRefusal, refuseLocked } from "./sign-in-layers.ts";

/** The answers to an attempt that was heard, and so is not refunded: signed in, or a wrong passphrase. */
const HEARD: ReadonlySet<number> = new Set([201, 401]);

/**
 * Lets an attempt to sign in pass if its account, where there is one, and its address may make one, and gives both back
 * if it was refused further in. Where one of them cannot answer nobody signs in: a guess must not go uncounted.
 */
export function limitSignIns(accountOf: (c: Context<GroveEnv>) => string | undefined) {
  return createMiddleware<GroveEnv>(async (c, next) => {
    const userId = accountOf(c);
    const recalled = await recallRefusal(c, userId);
    if (recalled) return recalled;
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
  return { kind: "answered", answer: await refuseLocked(c, userId, login) };
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
