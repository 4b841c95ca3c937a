import { Hono, type Context, type MiddlewareHandler } from "hono";
import { except } from "hono/combine";
import { createMiddleware } from "hono/factory";
import type { GroveEnv } from "../context.ts";
import type { IdentityProof } from "../contracts/identity.ts";
import { sealSession } from "../contracts/sealed-session.ts";
import { LONGEST_SESSION_MS } from "../contracts/session.ts";
import { STRANGERS_CEILING } from "../middleware/address-ceiling.ts";
import { askObjectWithin } from "../middleware/ask-within.ts";
import { problem, unavailable } from "../middleware/errors.ts";
import { jsonBody } from "../middleware/json-body.ts";
import { needsSession } from "../middleware/only-allowed.ts";
import { giveSession, sealedSession, takeSession } from "../middleware/session-cookie.ts";
import { onlySomebodys } from "../middleware/strangers.ts";
import { NO_STORE } from "./in-sandbox.ts";
import { limitSignIns, signOut, trySignIn } from "./limit-sign-ins.ts";

/**
 * Signing in on a blog's host, by some proof of who one is, and out. The session holds on all blogs. `inTenant` counts a
 * request in its blog: an attempt comes to that only when its account and its address have let it pass.
 */
export function session<Claim extends object>(
  proof: IdentityProof<Claim>,
  inTenant: MiddlewareHandler<GroveEnv>,
) {
  const onlyOpen = createMiddleware<GroveEnv>(async (c, next) =>
    proof.isOpen(c.env) && c.env.SESSION_KEYS !== undefined ? await next() : await closed(c),
  );

  const withAccount = createMiddleware<GroveEnv, string, { out: { json: Claim } }>(async (c, next) => {
    const claim = c.req.valid("json");
    const asked = await askObjectWithin(async () => await proof.accountOf(c.env, claim), "closed");
    if (asked.kind === "failed") return await unavailable(c);
    c.set("account", asked.answer);
    return await next();
  });
  const limited = limitSignIns((c) => c.var.account);
  const known = onlySomebodys(STRANGERS_CEILING);
  // Who tries names at random shall not use up what the blog's members may write.
  const counted = except((c: Context<GroveEnv>) => c.var.account === undefined, inTenant);

  return (
    new Hono<GroveEnv>()
      .post("/", known, onlyOpen, jsonBody(proof.claim), withAccount, limited, counted, async (c) => {
        const userId = c.var.account;
        if (userId === undefined) return unknown(c);
        const isRight = await proof.prove(c.env, c.req.valid("json"));
        const tried = await trySignIn(c, { userId, isRight, lifetimeMs: LONGEST_SESSION_MS });
        if (tried.kind === "answered") return tried.answer;
        if (tried.kind === "wrong") return unknown(c);
        const { sessionId, expiresAt } = tried;
        const sealed = await sealSession(c.env.SESSION_KEYS ?? "", { userId, sessionId });
        giveSession(c, sealed, LONGEST_SESSION_MS);
        return c.json({ userId, expiresAt }, 201, NO_STORE);
      })
      // It counts against no user: who is barred may still sign out.
      .delete("/", inTenant, async (c) => {
        const named = await sealedSession(c);
        if (!named) return needsSession(c);
        const failed = await signOut(c, named);
        if (failed) return failed;
        takeSession(c);
        return c.body(null, 204, NO_STORE);
      })
  );
}

function closed(c: Context<GroveEnv>): Response | Promise<Response> {
  return problem(c, "sign-in-closed", {
    detail: "Signing in without a proof is for development, and this server is not run for that.",
  });
}

function unknown(c: Context<GroveEnv>): Response | Promise<Response> {
  return problem(c, "unknown-account", {
    detail: "/user: Nobody has this id or e-mail address.",
    headers: { "WWW-Authenticate": "Bearer" },
    members: { errors: [{ pointer: "/user", detail: "Nobody has this id or e-mail address." }] },
  });
}
