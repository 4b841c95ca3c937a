import type { GroveEnv } from "../context.ts";
import type { AddressCeiling } from "./address-ceiling.ts";
import { attackLevel } from "./attack-level.ts";
import { threshold } from "./threshold.ts";

/** Counts each request against its client address, and answers for it if it may not pass. */
export function limitAddress({ claimsOf, check, refuse }: AddressCeiling) {
  return threshold<GroveEnv>({
    claimsOf,
    check(claims, c) {
      const verdict = check(claims);
      attackLevel.note(c, verdict.kind === "refused");
      return verdict;
    },
    refuse,
  });
}
