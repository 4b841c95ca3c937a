import { CATEGORIES } from "#implementations/threshold";
import { z } from "zod";
import { TenantLimits } from "./limits.ts";
import { Tier } from "./tenant.ts";

/** How long a sandbox lives. */
export const SANDBOX_LIFETIME_MS = 10 * 60_000;
/** How many sandboxes one client address may have alive at once. */
export const SANDBOXES_PER_CLIENT = 3;
/** How many sandboxes may be alive at once for the addresses of one IPv6 /48 or IPv4 /24. */
export const SANDBOXES_PER_NETWORK = 6;
/** How many sandboxes may be alive in all. */
export const SANDBOXES_IN_ALL = 50;

/** The id and slug of the one post that a sandbox has. */
export const SANDBOX_POST = "first";

/** A sandbox is a tenant of this name; no other tenant may have one like it. */
export const SandboxId = z.string().regex(/^sandbox-[a-z0-9]{12}$/);

export const NewSandbox = z.strictObject({ tier: Tier });

const Limit = z.object({ limit: z.int().nonnegative(), windowSeconds: z.int().positive() });

export const Sandbox = z.object({
  id: SandboxId,
  tier: Tier,
  /** Where its blog is: a host name, with the port if there is one. Absent where the API's host has no subdomains. */
  host: z.string().optional(),
  /** Epoch milliseconds. */
  expiresAt: z.number(),
  limits: z.record(z.enum(CATEGORIES), Limit),
  /** Where to send requests that count against it. */
  requests: z.string(),
  /** The one who may sign in to it. The passphrase is told here and nowhere else. */
  account: z.object({ passphrase: z.string() }),
});
export type Sandbox = z.infer<typeof Sandbox>;

export const SandboxState = TenantLimits.extend({ expiresAt: z.number() });
export type SandboxState = z.infer<typeof SandboxState>;

/** The answer to a request that was let through and counted. */
export const CountedRequest = Limit.extend({
  category: z.enum(CATEGORIES),
  used: z.int().positive(),
  remaining: z.int().nonnegative(),
});
export type CountedRequest = z.infer<typeof CountedRequest>;
