import type { GroveEnv } from "../context.ts";
import type { AddressCeiling } from "./address-ceiling.ts";
import { noteRequest } from "./attack-level.ts";
import { threshold } from "./threshold.ts";

/** Counts each request against its client address, and answers for it if it may not pass. */
export function limitAddress(ceiling: AddressCeiling) {
  return threshold<GroveEnv>({
    claimsOf: (c) => ceiling.claimsOf(c),
    check(claims, c) {
      const verdict = ceiling.check(claims);
      noteRequest(c, verdict.kind === "refused");
      return verdict;
    },
    refuse: (c, refusal) => ceiling.refuse(c, refusal),
  });
}
