import { z } from "zod";
import type { SealedEnv } from "../tenancy/sealed-env.ts";

/**
 * A way of proving who one is. Signing in asks for its `claim`, has it proved, and then makes the session, counts the
 * attempt and locks out as it does for every way. Heartwood brings those that need no trust in the caller.
 */
export interface IdentityProof<Claim extends object> {
  readonly claim: z.ZodType<Claim>;
  /** Whether this server takes such proofs at all. */
  isOpen(env: SealedEnv): boolean;
  /** The account that the claim is about, whether or not the claim is true; nothing if there is none. */
  accountOf(env: SealedEnv, claim: Claim): Promise<string | undefined>;
  /** Whether the claim is true. Asked only of an account that there is, and where an attempt may be made. */
  prove(env: SealedEnv, claim: Claim): Promise<boolean>;
}

/** What signing in without a proof asks for: an id or an e-mail address. */
export const NamedUser = z.strictObject({ user: z.string().min(1).max(254) });
