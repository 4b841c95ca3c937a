import { type Claim, createRefusals, secondsUntil } from "#implementations/threshold";
import type { Context } from "hono";
import type { GroveEnv } from "../context.ts";
import { type LoginCheck, SIGN_INS_PER_ACCOUNT } from "../contracts/session.ts";
import { type Layer, recallAddress } from "../middleware/address-layer.ts";
import { answerRefusal } from "../middleware/answer-refusal.ts";
import { askObjectWithin, refundOnce } from "../middleware/ask-within.ts";
import { problem, unavailable } from "../middleware/errors.ts";
import type { Refusal } from "../middleware/threshold.ts";
import { sessionObject } from "../session-object.ts";

/** What an attempt counts against in its account's object. */
export const ACCOUNT_CLAIMS: readonly Claim[] = [{ policy: SIGN_INS_PER_ACCOUNT, key: "" }];

/** Why an account hears nobody: it is locked until then, or a limit of its own is reached. */
type Unheard = { readonly lockedUntil: number } | Refusal;

const unheard = createRefusals<Unheard>({ most: 5_000 });

/** The refusal that this isolate remembers of an attempt like this one, told at this moment. Asks no object. */
export async function recallRefusal(
  c: Context<GroveEnv>,
  userId: string | undefined,
): Promise<Response | undefined> {
  const now = Date.now();
  const account = userId === undefined ? undefined : unheard.find(userId, now);
  return account ? await answerUnheard(c, account, now) : await recallAddress(c);
}

export async function askAccount(c: Context<GroveEnv>, userId: string): Promise<Layer> {
  const object = sessionObject(c.env, userId);
  const claims = [...ACCOUNT_CLAIMS];
  const asked = await askObjectWithin(async () => {
    const login = await object.loginAllowed(claims);
    return login.allowed ? await object.checkUserRateLimit(claims) : login;
  }, "closed");
  if (asked.kind === "failed") return { kind: "refused", answer: await unavailable(c) };
  if (!("kind" in asked.answer)) {
    return { kind: "refused", answer: await refuseLocked(c, userId, asked.answer) };
  }

  const verdict = asked.answer;
  if (verdict.kind === "refused") {
    unheard.remember(userId, verdict, { now: Date.now(), until: verdict.retryAt });
    return { kind: "refused", answer: await answerUnheard(c, verdict, verdict.now) };
  }
  const refund = async () => await object.refundUserRateLimit(verdict.receipt);
  return { kind: "passed", refund: async () => await refundOnce(refund, { userId }) };
}

/** Says, now and from memory, that the account hears nobody for a while. */
export async function refuseLocked(
  c: Context<GroveEnv>,
  userId: string,
  { lockoutRemaining = 0 }: LoginCheck,
): Promise<Response> {
  const now = Date.now();
  const lockedUntil = now + lockoutRemaining * 1_000;
  unheard.remember(userId, { lockedUntil }, { now, until: lockedUntil });
  return await answerUnheard(c, { lockedUntil }, now);
}

async function answerUnheard(c: Context<GroveEnv>, why: Unheard, now: number): Promise<Response> {
  if (!("lockedUntil" in why)) return await answerRefusal(c, { ...why, now }, "An account");
  const retryAfter = secondsUntil(why.lockedUntil, now);
  return await problem(c, "quota-exceeded", {
    detail: `Too many wrong passphrases. Nobody can sign in for another ${retryAfter} seconds.`,
    headers: { "Retry-After": String(retryAfter) },
    members: { "violated-policies": ["lockout"], retryAfter },
  });
}
