export { createWindow, SUB_BUCKETS } from "./window.ts";
export type { Decision, Window, WindowPolicy, WindowReading } from "./window.ts";
export { CATEGORIES, categorize, TIER_LIMITS, TIERS } from "./tiers.ts";
export type { Category, Tier } from "./tiers.ts";
export { rateLimitHeaders, secondsUntil } from "./headers.ts";
