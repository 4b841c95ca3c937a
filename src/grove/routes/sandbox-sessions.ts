import { Hono, type Context } from "hono";
import { createMiddleware } from "hono/factory";
import type { GroveEnv } from "../context.ts";
import { isSecretOf } from "../contracts/secret.ts";
import { type LoginCheck, SignIn, type SignedIn } from "../contracts/session.ts";
import { askObjectWithin } from "../middleware/ask-within.ts";
import { problem, unavailable } from "../middleware/errors.ts";
import { jsonBody } from "../middleware/json-body.ts";
import { findPassphraseHash } from "../storage/sandboxes.ts";
import { openDirectory } from "../tenancy/directory.ts";
import { needsSession } from "../middleware/only-allowed.ts";
import { gone, inSandbox, NO_STORE, onlySandboxes, sessionOf } from "./in-sandbox.ts";
import { limitSignIns, signOut, trySignIn } from "./limit-sign-ins.ts";

/** Signing in to a sandbox's one account, and out. */
export const sandboxSessions = new Hono<GroveEnv>()
  .post(
    "/",
    onlySandboxes(),
    // What cannot be read is no attempt, and counts nowhere.
    jsonBody(SignIn),
    onlyWithAccount(),
    limitSignIns((c) => c.req.param("id")),
    // Who signs in is nobody yet, whatever session an earlier visit left behind.
    inSandbox({ sessionOf: () => undefined }),
    async (c) => {
      const { id, expiresAt = 0 } = c.var.tenant;
      const isRight = await isSecretOf(c.var.passphraseHash ?? "", c.req.valid("json").passphrase);
      const lifetimeMs = expiresAt - Date.now();
      if (lifetimeMs <= 0) return gone(c);

      const tried = await trySignIn(c, { userId: id, isRight, lifetimeMs });
      if (tried.kind === "answered") return tried.answer;
      if (tried.kind === "wrong") return answerWrong(c, tried.login);
      const answer: SignedIn = { session: tried.sessionId, expiresAt: tried.expiresAt };
      return c.json(answer, 201, NO_STORE);
    },
  )
  // It counts against nothing: who is barred, or has used up a limit, may still sign out.
  .delete("/", onlySandboxes(), async (c) => {
    const named = sessionOf(c);
    if (!named) return needsSession(c);
    return (await signOut(c, named)) ?? c.body(null, 204, NO_STORE);
  });

function answerWrong(c: Context<GroveEnv>, { lockoutRemaining }: LoginCheck): Response | Promise<Response> {
  const locked = lockoutRemaining === undefined ? {} : { "Retry-After": String(lockoutRemaining) };
  return problem(c, "wrong-passphrase", {
    detail: "The passphrase is told once, when the sandbox is made.",
    headers: { "WWW-Authenticate": "Bearer", ...locked },
    members: lockoutRemaining === undefined ? {} : { retryAfter: lockoutRemaining },
  });
}

/** Reads the account, so that nothing is counted or kept for a sandbox that there is not. */
function onlyWithAccount() {
  return createMiddleware<GroveEnv>(async (c, next) => {
    const id = c.req.param("id") ?? "";
    const read = await askObjectWithin(
      async () => await findPassphraseHash(openDirectory(c.env), id, Date.now()),
      "closed",
    );
    if (read.kind === "failed") return await unavailable(c);
    if (read.answer === undefined) return await gone(c);
    c.set("passphraseHash", read.answer);
    return await next();
  });
}
