import { secondsUntil, TIER_LIMITS, type Tier } from "#implementations/threshold";
import { Hono, type Context } from "hono";
import type { GroveEnv } from "../context.ts";
import { CEILINGS } from "../contracts/policies.ts";
import { NewSandbox, SandboxId, type Sandbox, type SandboxState } from "../contracts/sandbox.ts";
import { hashSecret, newSecret } from "../contracts/secret.ts";
import { addressCeiling } from "../middleware/address-ceiling.ts";
import { clientAddress, hashAddress } from "../middleware/client-address.ts";
import { problem, unavailable } from "../middleware/errors.ts";
import { blogHost } from "../middleware/host.ts";
import { jsonBody } from "../middleware/json-body.ts";
import { limitAddress } from "../middleware/limit-address.ts";
import { readLimits } from "../middleware/read-limits.ts";
import { addSandbox, type SandboxBound } from "../storage/sandboxes.ts";
import { openDirectory } from "../tenancy/directory.ts";
import { gone, inSandbox, NO_STORE, onlySandboxes } from "./in-sandbox.ts";
import { sandboxNotes } from "./sandbox-notes.ts";
import { sandboxPosts } from "./sandbox-posts.ts";
import { sandboxSessions } from "./sandbox-sessions.ts";
import { sandboxSql } from "./sandbox-sql.ts";

/** 128 random bits: nobody guesses them, so a plain hash of them is enough to keep. */
const PASSPHRASE_BYTES = 16;

/** Throw-away tenants for the demos: made, looked at, and spent. */
export const sandboxes = new Hono<GroveEnv>()
  .post("/", jsonBody(NewSandbox), async (c) => {
    const { tier } = c.req.valid("json");
    const address = clientAddress(c);
    if (address === undefined) {
      return problem(c, "no-client-address", {
        detail: "Sandboxes are shared out by client address, and this request came without one.",
      });
    }
    const id = newSandboxId();
    const now = Date.now();
    const passphrase = newSecret(PASSPHRASE_BYTES);
    const [creator, creatorNetwork, passphraseHash] = await Promise.all([
      hashAddress(address.client),
      hashAddress(address.network),
      hashSecret(passphrase),
    ]);
    const sandbox = { id, tier, creator, creatorNetwork, passphraseHash };
    const outcome = await addSandbox(openDirectory(c.env), sandbox, now);
    if (outcome.kind === "full") return full(c, outcome.bound, secondsUntil(outcome.retryAt, now));

    const { expiresAt } = outcome;
    const host = blogHost(c.req.url, c.env.BASE_DOMAIN, id);
    const made: Sandbox = {
      id,
      tier,
      ...(host === undefined ? {} : { host }),
      expiresAt,
      limits: limitsOf(tier),
      requests: `/api/sandboxes/${id}/requests`,
      account: { passphrase },
    };
    return c.json(made, 201, { ...NO_STORE, Location: `/api/sandboxes/${id}` });
  })
  .get("/:id", onlySandboxes(), async (c) => {
    const id = c.req.param("id");
    const state = await readLimits(c, id);
    if (state.kind === "down") return unavailable(c);
    if (state.kind === "unknown" || state.tenant.expiresAt === undefined) return gone(c);
    const answer: SandboxState = { ...state.limits, expiresAt: state.tenant.expiresAt };
    return c.json(answer, 200, NO_STORE);
  })
  .all(
    "/:id/requests",
    limitAddress(addressCeiling({ perMinute: CEILINGS.visits, what: "requests a minute to sandboxes" })),
    inSandbox(),
    (c) => c.json(c.var.counted, 200, NO_STORE),
  )
  .route("/:id/notes", sandboxNotes)
  .route("/:id/posts", sandboxPosts)
  .route("/:id/sessions", sandboxSessions)
  .route("/:id/sql", sandboxSql);

/** Whether a request is one to spend in a sandbox: those have a ceiling of their own, as the largest tier may send more. */
export function isSandboxRequest(c: Context<GroveEnv>): boolean {
  const [, id] = /^\/apex\/api\/sandboxes\/([^/]+)\/requests$/.exec(c.req.path) ?? [];
  return SandboxId.safeParse(id).success;
}

const BOUNDS: Record<SandboxBound, { readonly policy: string; readonly why: string }> = {
  client: { policy: "sandboxes-per-client", why: "You have as many sandboxes as one address may have" },
  network: { policy: "sandboxes-per-network", why: "Your network has as many sandboxes as one may have" },
  all: { policy: "sandboxes", why: "All sandboxes are in use" },
};

function full(c: Context<GroveEnv>, bound: SandboxBound, retryAfter: number): Response | Promise<Response> {
  const { policy, why } = BOUNDS[bound];
  return problem(c, "quota-exceeded", {
    detail: `${why}. One comes free in ${retryAfter} seconds.`,
    headers: { "Retry-After": String(retryAfter) },
    members: { "violated-policies": [policy], retryAfter },
  });
}

function limitsOf(tier: Tier): Sandbox["limits"] {
  const entries = Object.entries(TIER_LIMITS[tier]).map(([category, { limit, windowMs }]) => [
    category,
    { limit, windowSeconds: windowMs / 1000 },
  ]);
  return Object.fromEntries(entries) as Sandbox["limits"];
}

/** 60 random bits, in an alphabet that a host name can hold. */
function newSandboxId(): string {
  const letters = "abcdefghjkmnpqrstuvwxyz023456789";
  const random = crypto.getRandomValues(new Uint8Array(12));
  return `sandbox-${Array.from(random, (byte) => letters.charAt(byte % letters.length)).join("")}`;
}
