import type { WindowPolicy } from "../window/window.ts";
import { plainPath } from "./path.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Smallest first. */
export const TIERS = ["seedling", "sapling", "oak", "evergreen"] as const;
export type Tier = (typeof TIERS)[number];

/** The rarest first, because a request belongs to the first category that fits it. */
export const CATEGORIES = ["ai", "uploads", "writes", "requests"] as const;
export type Category = (typeof CATEGORIES)[number];

/** What a tenant may do in each window. A limit of 0 means never. */
export const TIER_LIMITS: Readonly<Record<Tier, Readonly<Record<Category, WindowPolicy>>>> = {
  // #region tiers
  seedling: tier({ requests: 100, writes: 50, uploads: 10, ai: 25 }),
  sapling: tier({ requests: 500, writes: 200, uploads: 50, ai: 100 }),
  oak: tier({ requests: 1_000, writes: 500, uploads: 200, ai: 500 }),
  evergreen: tier({ requests: 5_000, writes: 2_000, uploads: 1_000, ai: 2_500 }),
  // #endregion tiers
};

function tier(limits: Record<Category, number>): Record<Category, WindowPolicy> {
  return {
    requests: { limit: limits.requests, windowMs: MINUTE },
    writes: { limit: limits.writes, windowMs: HOUR },
    uploads: { limit: limits.uploads, windowMs: DAY },
    ai: { limit: limits.ai, windowMs: DAY },
  };
}

const WRITING_METHODS = new Set(["POST", "PUT", "PATCH", "DELETE"]);

/** The category that a request counts against, from its HTTP method and URL path. */
export function categorize(method: string, path: string): Category {
  const plain = plainPath(path);
  if (isUnder(plain, "/api/ai", "/api/wisp")) return "ai";
  if (isUnder(plain, "/api/upload", "/api/images", "/api/media") && WRITING_METHODS.has(method)) {
    return "uploads";
  }
  return WRITING_METHODS.has(method) ? "writes" : "requests";
}

function isUnder(path: string, ...folders: string[]): boolean {
  return folders.some((folder) => path === folder || path.startsWith(`${folder}/`));
}
