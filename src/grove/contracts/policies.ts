import {
  type AttackLevel,
  type Category,
  ceilingAt,
  createRouteTable,
  type FailMode,
  LEASE_FROM,
  type Policy,
  type Routed,
  type Tier,
  TIER_LIMITS,
} from "#implementations/threshold";

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** For how long an isolate may spend what a tenant's object granted it, and so how late it can learn of a change. */
const LEASE_MS = SECOND;

/** What the tenant's plan allows in a category. */
export function tenantPolicy(tier: Tier, category: Category): Policy {
  const policy = { name: category, ...TIER_LIMITS[tier][category] };
  const isLeased = policy.windowMs === MINUTE && policy.limit >= LEASE_FROM;
  return isLeased ? { ...policy, leaseMs: LEASE_MS } : policy;
}

/** How often a minute one client address may ask, in peace, for what is behind each ceiling. */
export const CEILINGS = {
  /** Blogs, and the requests to spend in a sandbox: room for all that one tenant of the largest tier allows, and some more. */
  visits: 6_000,
  /** The rest of the API. */
  api: 300,
  /** What turns out to be nobody's; each such name can cost an object call and a D1 read. */
  strangers: 60,
} as const;

/** What one client address may do that is allowed `perMinute` in peace: less, the higher the attack level. */
export function addressPolicy(perMinute: number, level: AttackLevel): Policy {
  return { name: "address", limit: ceilingAt(level, perMinute), windowMs: MINUTE };
}

/** The limits of one route, each counted apart. Routes are as Grove routes them: below the host that has them. */
export interface RouteLimit extends Routed {
  /** For each user who has signed in. To reach it is a step on the ladder. */
  readonly perUser?: Policy;
  /** For each user who asks how they stand on the ladder. To reach it is no step. */
  readonly perUserOffLadder?: Policy;
  /** For each client address, over all tenants. */
  readonly perAddress?: Policy;
  /** For all who ask it of one tenant. */
  readonly perTenant?: Policy;
}

/** Routes that cost or reveal more than reading does. The first that fits a request is the one that counts. */
const ROUTE_LIMITS: readonly RouteLimit[] = [
  // #region routes
  ...["/tenant/:subdomain/api/session", "/apex/api/sandboxes/:id/sessions"].map((sessions): RouteLimit => ({
    route: `POST ${sessions}`,
    perAddress: { name: "sign-ins by address", limit: 20, windowMs: 5 * MINUTE },
    perTenant: { name: "sign-ins", limit: 30, windowMs: MINUTE },
  })),
  {
    route: "POST /apex/api/sandboxes/:id/notes",
    perUser: { name: "notes", limit: 20, windowMs: 5 * MINUTE },
    perTenant: { name: "notes of all", limit: 30, windowMs: MINUTE },
  },
  {
    route: "POST /apex/api/sandboxes/:id/sql",
    perUser: { name: "statements", limit: 60, windowMs: 5 * MINUTE },
    perTenant: { name: "statements of all", limit: 60, windowMs: MINUTE },
  },
  ...["/tenant/:subdomain/api/posts/:post", "/apex/api/sandboxes/:id/posts/:post"].flatMap(
    (post): RouteLimit[] => [
      {
        route: `POST ${post}/comments`,
        perUser: { name: "comments", limit: 30, windowMs: 5 * MINUTE },
        perTenant: { name: "comments of all", limit: 300, windowMs: MINUTE },
      },
      {
        route: `POST ${post}/reactions`,
        perUser: { name: "reactions", limit: 100, windowMs: MINUTE },
        perTenant: { name: "reactions of all", limit: 3_000, windowMs: MINUTE },
      },
    ],
  ),
  { route: "POST /tenant/:subdomain/api/posts", perUser: { name: "posts", limit: 10, windowMs: HOUR } },
  {
    route: "PATCH /tenant/:subdomain/api/posts/:post",
    perUser: { name: "post updates", limit: 30, windowMs: HOUR },
  },
  {
    route: "* /apex/api/sandboxes/:id/requests",
    perUser: { name: "user", limit: 60, windowMs: MINUTE },
  },
  {
    route: "* /tenant/:subdomain/api/standing",
    perUserOffLadder: { name: "standing", limit: 60, windowMs: HOUR },
    perAddress: { name: "standing by address", limit: 120, windowMs: HOUR },
  },
  {
    route: "POST /tenant/:subdomain/api/standing/appeal",
    perUserOffLadder: { name: "appeals", limit: 5, windowMs: HOUR },
    perAddress: { name: "appeals by address", limit: 20, windowMs: HOUR },
  },
  // A right key is given back what it took.
  {
    route: "* /apex/api/operator/*",
    perAddress: { name: "operators by address", limit: 10, windowMs: HOUR },
  },
  // #endregion routes
];

/** The limits of a request by its method and the path that Grove routes it by: another host's do not fit. */
export const routeLimitOf = createRouteTable(ROUTE_LIMITS);

/** How long a layer is waited for. Another continent is nearer than this; an object that is being moved is not. */
export const ANSWER_WITHIN_MS = 1_000;

/** Reading goes on while limits cannot be checked; what writes, costs or signs in does not. */
export function whenDown(category: Category): FailMode {
  return category === "requests" ? "open" : "closed";
}
