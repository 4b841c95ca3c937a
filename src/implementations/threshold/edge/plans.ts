/** What a Cloudflare plan lets a rate limiting rule say. Times are seconds. */
export interface EdgePlan {
  readonly title: string;
  readonly mostRules: number;
  readonly longestPeriod: number;
  readonly longestBlock: number;
  /** Any whole number of seconds may be the length of a block, not only those of `TIMES`. */
  readonly anyBlock: boolean;
  readonly matchesHost: boolean;
  readonly matchesMethod: boolean;
  /** A block may answer with a status and a body of ours. */
  readonly ownAnswer: boolean;
}

/** The lengths that periods and blocks may have, up to the plan's longest. */
export const TIMES: readonly number[] = [
  10, 15, 20, 30, 40, 45, 60, 90, 120, 180, 240, 300, 480, 600, 900, 1_200, 1_800, 2_400, 3_600, 65_535,
  86_400,
];

// Read in November 2026 from stored copies of Cloudflare's documentation, of the dates given; tried against no account.
// - rules, periods, blocks, fields: https://developers.cloudflare.com/waf/rate-limiting-rules/#availability, of 25 August
//   2026. An older page (waf/rate-limiting-rules/parameters) names only 10, 60, 120, 300, 600 and 3600 s as periods; the
//   newer one is followed. "Enterprise" is Enterprise with application security, whose contract sets the number of rules
//   (100 unless it says otherwise). 86,400 s is listed as a length, and is a period on no plan.
// - own answer from Pro up, status 400 to 499, at most 30 kB:
//   https://developers.cloudflare.com/waf/rate-limiting-rules/create-zone-dashboard/, of 3 August 2026.
// - `cf.colo.id` among the characteristics of every rule; none but the address below Enterprise with Advanced Rate
//   Limiting: https://developers.cloudflare.com/waf/rate-limiting-rules/request-rate/, and the first page.
export const EDGE_PLANS = {
  // #region plans
  free: {
    title: "Free",
    mostRules: 1,
    longestPeriod: 10,
    longestBlock: 10,
    anyBlock: false,
    matchesHost: false,
    matchesMethod: false,
    ownAnswer: false,
  },
  pro: {
    title: "Pro",
    mostRules: 2,
    longestPeriod: 60,
    longestBlock: 3_600,
    anyBlock: false,
    matchesHost: true,
    matchesMethod: false,
    ownAnswer: true,
  },
  business: {
    title: "Business",
    mostRules: 5,
    longestPeriod: 600,
    longestBlock: 86_400,
    anyBlock: false,
    matchesHost: true,
    matchesMethod: true,
    ownAnswer: true,
  },
  enterprise: {
    title: "Enterprise",
    mostRules: 100,
    longestPeriod: 65_535,
    longestBlock: 86_400,
    anyBlock: true,
    matchesHost: true,
    matchesMethod: true,
    ownAnswer: true,
  },
  // #endregion plans
} as const satisfies Record<string, EdgePlan>;
export type EdgePlanName = keyof typeof EDGE_PLANS;
