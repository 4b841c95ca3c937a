import type { Receipt } from "#implementations/threshold";
import { createMiddleware } from "hono/factory";
import type { GroveEnv } from "../context.ts";
import type { AddressCeiling } from "./address-ceiling.ts";
import { noteRequest } from "./attack-level.ts";
import { threshold } from "./threshold.ts";

/**
 * Counts each request against its client address, and answers for it if it may not pass. What a limit further in refuses
 * is given back: it is refused again without any object call.
 */
export function limitAddress(ceiling: AddressCeiling) {
  return createMiddleware<GroveEnv>(async (c, next) => {
    let receipt: Receipt | undefined;
    const limit = threshold<GroveEnv>({
      claimsOf: () => ceiling.claimsOf(c),
      check(claims) {
        const verdict = ceiling.check(claims);
        noteRequest(c, verdict.kind === "refused");
        receipt = verdict.kind === "allowed" ? verdict.receipt : undefined;
        return verdict;
      },
      refuse: (_c, refusal) => ceiling.refuse(c, refusal),
    });
    const answer = await limit(c, next);
    if (receipt && c.var.isDenied) ceiling.refund(receipt);
    return answer;
  });
}
