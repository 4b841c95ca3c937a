import { type Claim, createRefusals, secondsUntil } from "#implementations/threshold";
import type { Context } from "hono";
import { addressObject } from "../address-object.ts";
import type { GroveEnv } from "../context.ts";
import { routeLimitOf } from "../contracts/policies.ts";
import { type LoginCheck, SIGN_INS_PER_ACCOUNT } from "../contracts/session.ts";
import { answerRefusal } from "../middleware/answer-refusal.ts";
import { askObjectWithin, refundOnce } from "../middleware/ask-within.ts";
import { clientAddress } from "../middleware/client-address.ts";
import { problem, unavailable } from "../middleware/errors.ts";
import type { Refusal } from "../middleware/threshold.ts";
import { sessionObject } from "../session-object.ts";

/** What a layer says to an attempt to sign in. One that lets it pass can be refunded. */
export type Layer =
  | { readonly kind: "passed"; readonly refund: () => Promise<unknown> }
  | { readonly kind: "refused"; readonly answer: Response };

export const PASSED: Layer = { kind: "passed", refund: async () => undefined };

/** What an attempt counts against in its account's object. */
export const ACCOUNT_CLAIMS: readonly Claim[] = [{ policy: SIGN_INS_PER_ACCOUNT, key: "" }];

/** Why an account hears nobody: it is locked until then, or a limit of its own is reached. */
type Unheard = { readonly lockedUntil: number } | Refusal;

const unheard = createRefusals<Unheard>({ most: 5_000 });
const fullAddresses = createRefusals<Refusal>({ most: 5_000 });

/** The refusal that this isolate remembers of an attempt like this one, told at this moment. Asks no object. */
export async function recallRefusal(
  c: Context<GroveEnv>,
  userId: string | undefined,
): Promise<Response | undefined> {
  const now = Date.now();
  const account = userId === undefined ? undefined : unheard.find(userId, now);
  if (account) return await answerUnheard(c, account, now);
  const address = fullAddresses.find(clientAddress(c)?.client ?? "", now);
  return address && (await answerFull(c, { ...address, now }));
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

/** A client without an address is counted by the account alone: one count for all such would let any refuse the others. */
export async function askAddress(c: Context<GroveEnv>): Promise<Layer> {
  const policy = routeLimitOf(c.req.method, new URL(c.req.url).pathname)?.perAddress;
  const address = clientAddress(c);
  if (!policy || !address) return PASSED;

  const { key, object } = await addressObject(c.env, address.client);
  const asked = await askObjectWithin(async () => await object.checkAddress([{ policy, key }]), "closed");
  if (asked.kind === "failed") return { kind: "refused", answer: await unavailable(c) };
  const verdict = asked.answer;
  if (verdict.kind === "refused") {
    fullAddresses.remember(address.client, verdict, { now: Date.now(), until: verdict.retryAt });
    return { kind: "refused", answer: await answerFull(c, verdict) };
  }
  const refund = async () => await object.refund(verdict.receipt);
  return { kind: "passed", refund: async () => await refundOnce(refund, { policy: policy.name }) };
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

async function answerFull(c: Context<GroveEnv>, refusal: Refusal): Promise<Response> {
  return await answerRefusal(c, refusal, "Your address");
}
