import { createRefusals, type Policy } from "#implementations/threshold";
import { Hono, type Context } from "hono";
import type { GroveEnv } from "../context.ts";
import { routeLimitOf } from "../contracts/policies.ts";
import { NewAppeal, type StandingCheck } from "../contracts/standing.ts";
import { STRANGERS_CEILING } from "../middleware/address-ceiling.ts";
import { askAddress } from "../middleware/address-layer.ts";
import { answerRefusal, answerSession } from "../middleware/answer-refusal.ts";
import { askObjectWithin } from "../middleware/ask-within.ts";
import { problem, unavailable } from "../middleware/errors.ts";
import { jsonBody } from "../middleware/json-body.ts";
import { needsSession } from "../middleware/only-allowed.ts";
import { byOwnClock } from "../middleware/own-clock.ts";
import { onlySomebodys } from "../middleware/strangers.ts";
import { type Refusal, tell } from "../middleware/threshold.ts";
import type { NamedSession } from "../middleware/user-layer.ts";
import { sessionObject } from "../session-object.ts";
import { NO_STORE, sessionOnHost } from "./in-sandbox.ts";

type Told = Extract<StandingCheck, { kind: "told" }>;

/** Kept by the session's own secret id, so that nobody else is answered with it. */
const refusals = createRefusals<Refusal>({ most: 5_000 });

const known = onlySomebodys(STRANGERS_CEILING);

// #region standing
/**
 * Where a user stands, and an appeal: what is open to who is barred everywhere else. It counts against the user and their
 * address, and against no blog: one whose limits are used up stands in nobody's way.
 */
export const standing = new Hono<GroveEnv>()
  .get("/", known, async (c) => {
    const told = await askStanding(c);
    return told instanceof Response ? told : tell(c.json(told.standing, 200, NO_STORE), told.verdict);
  })
  .post("/appeal", known, jsonBody(NewAppeal), async (c) => {
    const told = await askStanding(c, c.req.valid("json").note);
    if (told instanceof Response) return told;
    return tell(told.wasOpen ? await alreadyOpen(c) : c.body(null, 204, NO_STORE), told.verdict);
  });
// #endregion standing

/** Asks the object of whoever sent the request, if their address and they themselves may ask; with a note, they appeal. */
async function askStanding(c: Context<GroveEnv>, note?: string): Promise<Told | Response> {
  const named = await sessionOnHost(c);
  if (!named) return await needsSession(c);
  const policy = routeLimitOf(c.req.method, c.req.path)?.perUserOffLadder;
  const key = `${named.sessionId}\n${policy?.name}`;
  const now = Date.now();
  const recalled = refusals.find(key, now);
  if (recalled) return await refuse(c, { ...recalled, now });

  const address = await askAddress(c);
  if (address.kind === "refused") return address.answer;
  const check = await askObject(c, named, { policy, note });
  if (check.kind === "told") return check;
  // A session that does not hold is no denial: an object has been asked, and is asked again each time.
  if (check.kind === "invalid") return await answerSession(c, check);
  await address.refund();
  if (check.kind === "down") return await unavailable(c);
  const refusal = byOwnClock(check.verdict, Date.now());
  refusals.remember(key, refusal, { now: refusal.now, until: refusal.retryAt });
  return await refuse(c, refusal);
}

async function askObject(
  { env }: Context<GroveEnv>,
  { userId, sessionId }: NamedSession,
  { policy, note }: { readonly policy: Policy | undefined; readonly note: string | undefined },
): Promise<StandingCheck | { readonly kind: "down" }> {
  const claims = policy ? [{ policy, key: "" }] : [];
  const asked = await askObjectWithin(
    async () => await sessionObject(env, userId).readOwnStanding(sessionId, claims, note),
    "closed",
  );
  return asked.kind === "failed" ? { kind: "down" } : asked.answer;
}

async function refuse(c: Context<GroveEnv>, refusal: Refusal): Promise<Response> {
  c.set("isDenied", true);
  return await answerRefusal(c, refusal, "You");
}

function alreadyOpen(c: Context<GroveEnv>): Response | Promise<Response> {
  return problem(c, "appeal-open", {
    detail:
      "An appeal of yours is open already, and this one is not on record. GET /api/standing says until when.",
  });
}
