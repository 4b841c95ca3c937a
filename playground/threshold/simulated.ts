import {
  type Category,
  createWindow,
  rateLimitHeaders,
  TIER_LIMITS,
  type Tier,
} from "#implementations/threshold";
import type { Answer, Source } from "./model.ts";

/** The shipped pattern, run in this page: no server, and time is what the reader says. */
export function simulate(tier: Tier, category: Category): Source {
  const policy = TIER_LIMITS[tier][category];
  const window = createWindow(policy);

  function answer(now: number): Answer {
    const decision = window.check(now);
    const headers = rateLimitHeaders(category, policy, { decision, now });
    return {
      at: now,
      kind: decision.kind,
      status: decision.kind === "allowed" ? 200 : 429,
      headers: Object.fromEntries(
        Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
      ),
    };
  }

  return { policy, send: async (count, now) => Array.from({ length: count }, () => answer(now)) };
}
