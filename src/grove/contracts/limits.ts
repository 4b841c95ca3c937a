import { CATEGORIES } from "#implementations/threshold";
import { z } from "zod";
import { Tier } from "./tenant.ts";

const LimitReading = z.object({
  limit: z.int().nonnegative(),
  windowSeconds: z.int().positive(),
  used: z.int().nonnegative(),
  remaining: z.int().nonnegative(),
  /** When `remaining` grows next, in epoch milliseconds; absent if it will not. */
  nextAt: z.number().optional(),
});

/** What a tenant has used of each limit at the moment `at` (epoch milliseconds). */
export const TenantLimits = z.object({
  tenant: z.string(),
  tier: Tier,
  version: z.int().positive(),
  at: z.number(),
  categories: z.record(z.enum(CATEGORIES), LimitReading),
});
export type TenantLimits = z.infer<typeof TenantLimits>;
