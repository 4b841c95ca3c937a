import {
  type Category,
  createWindow,
  rateLimitHeaders,
  TIER_LIMITS,
  type Tier,
} from "#implementations/threshold";
import { type Answer, readAnswer } from "./answer.ts";
import type { Source } from "./model.ts";

/** The shipped pattern, run in this page: no server, and time is what the reader says. */
export function simulate(tier: Tier, category: Category): Source {
  const policy = TIER_LIMITS[tier][category];
  const window = createWindow(policy);

  function answer(now: number): Answer {
    const decision = window.check(now);
    const headers = new Headers(rateLimitHeaders(category, policy, { decision, now }));
    return readAnswer(now, { status: decision.kind === "allowed" ? 200 : 429, headers });
  }

  return {
    policy,
    send: async (count, now) => ({ answers: Array.from({ length: count }, () => answer(now)) }),
  };
}
