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

/** The limits of one route, each counted apart. */
export interface RouteLimit extends Routed {
  /** For each user who has signed in. To reach it is a step on the ladder, but where they ask how they stand on it. */
  readonly perUser?: Policy;
  /** For each client address, over all tenants. */
  readonly perAddress?: Policy;
  /** For all who ask it of one tenant. */
  readonly perTenant?: Policy;
}

/** Routes that cost or reveal more than reading does. The first that fits a request is the one that counts. */
const ROUTE_LIMITS: readonly RouteLimit[] = [
  // #region routes
  ...["/api/session", "/api/sandboxes/:id/sessions"].map((sessions): RouteLimit => ({
    route: `POST ${sessions}`,
    perAddress: { name: "sign-ins by address", limit: 20, windowMs: 5 * MINUTE },
    perTenant: { name: "sign-ins", limit: 30, windowMs: MINUTE },
  })),
  {
    route: "POST /api/sandboxes/:id/notes",
    perUser: { name: "notes", limit: 20, windowMs: 5 * MINUTE },
    perTenant: { name: "notes of all", limit: 30, windowMs: MINUTE },
  },
  {
    route: "POST /api/sandboxes/:id/sql",
    perUser: { name: "statements", limit: 60, windowMs: 5 * MINUTE },
    perTenant: { name: "statements of all", limit: 60, windowMs: MINUTE },
  },
  ...["/api/posts/:post", "/api/sandboxes/:id/posts/:post"].flatMap((post): RouteLimit[] => [
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
  ]),
  { route: "POST /api/posts", perUser: { name: "posts", limit: 10, windowMs: HOUR } },
  { route: "PATCH /api/posts/:post", perUser: { name: "post updates", limit: 30, windowMs: HOUR } },
  {
    route: "* /api/sandboxes/:id/requests",
    perUser: { name: "user", limit: 60, windowMs: MINUTE },
  },
  {
    route: "* /api/standing",
    perUser: { name: "standing", limit: 60, windowMs: HOUR },
    perAddress: { name: "standing by address", limit: 120, windowMs: HOUR },
  },
  {
    route: "POST /api/standing/appeal",
    perUser: { name: "appeals", limit: 5, windowMs: HOUR },
    perAddress: { name: "appeals by address", limit: 20, windowMs: HOUR },
  },
  // A right key is given back what it took.
  {
    route: "* /api/operator/*",
    perAddress: { name: "operators by address", limit: 10, windowMs: HOUR },
  },
  // #endregion routes
];

export const routeLimitOf = createRouteTable(ROUTE_LIMITS);

/** How long a layer is waited for. Another continent is nearer than this; an object that is being moved is not. */
export const ANSWER_WITHIN_MS = 1_000;

/** Reading goes on while limits cannot be checked; what writes, costs or signs in does not. */
export function whenDown(category: Category): FailMode {
  return category === "requests" ? "open" : "closed";
}
