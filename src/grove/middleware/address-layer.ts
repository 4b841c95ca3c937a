import { createRefusals } from "#implementations/threshold";
import type { Context } from "hono";
import { addressObject } from "../address-object.ts";
import type { GroveEnv } from "../context.ts";
import { routeLimitOf } from "../contracts/policies.ts";
import { answerRefusal } from "./answer-refusal.ts";
import { askObjectWithin, refundOnce } from "./ask-within.ts";
import { clientAddress } from "./client-address.ts";
import { unavailable } from "./errors.ts";
import type { Refusal } from "./threshold.ts";

/** What a layer says to a request. One that lets it pass can be refunded. */
export type Layer =
  | { readonly kind: "passed"; readonly refund: () => Promise<unknown> }
  | { readonly kind: "refused"; readonly answer: Response };

export const PASSED: Layer = { kind: "passed", refund: async () => undefined };

const fullAddresses = createRefusals<Refusal>({ most: 5_000 });

/** The refusal of the request's address that this isolate remembers, told at this moment. Asks no object. */
export async function recallAddress(c: Context<GroveEnv>): Promise<Response | undefined> {
  const now = Date.now();
  const counted = countedAddress(c);
  const full = counted && fullAddresses.find(counted.remembered, now);
  return full && (await answerFull(c, { ...full, now }));
}

/**
 * Counts a request against its address, by the limit that its route has for one. A client without an address passes: one
 * count for all such would let any refuse the others.
 */
export async function askAddress(c: Context<GroveEnv>): Promise<Layer> {
  const counted = countedAddress(c);
  if (!counted) return PASSED;
  const recalled = await recallAddress(c);
  if (recalled) return { kind: "refused", answer: recalled };

  const { policy, client, remembered } = counted;
  const { key, object } = await addressObject(c.env, client);
  const asked = await askObjectWithin(async () => await object.checkAddress([{ policy, key }]), "closed");
  if (asked.kind === "failed") return { kind: "refused", answer: await unavailable(c) };
  const verdict = asked.answer;
  if (verdict.kind === "refused") {
    fullAddresses.remember(remembered, verdict, { now: Date.now(), until: verdict.retryAt });
    return { kind: "refused", answer: await answerFull(c, verdict) };
  }
  const refund = async () => await object.refund(verdict.receipt);
  return { kind: "passed", refund: async () => await refundOnce(refund, { policy: policy.name }) };
}

/** What counts the request, if its route counts addresses, and by what its refusal is remembered. */
function countedAddress(c: Context<GroveEnv>) {
  const policy = routeLimitOf(c.req.method, c.req.path)?.perAddress;
  const client = clientAddress(c)?.client;
  if (!policy || client === undefined) return undefined;
  return { policy, client, remembered: `${policy.name}\n${client}` };
}

async function answerFull(c: Context<GroveEnv>, refusal: Refusal): Promise<Response> {
  return await answerRefusal(c, refusal, "Your address");
}
