import {
  clear,
  createCounters,
  judge,
  type Judgement,
  type LadderStep,
  NEW_LADDER,
  rateLimitHeaders,
  recordViolation,
  secondsUntil,
  type Tier,
  type Verdict,
} from "#implementations/threshold";
import { type Exchange, readAnswer } from "./answer.ts";
import type { LadderView } from "./ladder.ts";
import { policiesOf } from "./layers.ts";
import type { Source } from "./model.ts";

type Reply = Pick<Exchange, "status" | "headers" | "violated">;
type Barred = Extract<Judgement, { kind: "barred" }>;
type Refused = Extract<Verdict, { kind: "refused" }>;

/** The pattern where time is what the reader says. */
export interface SimulatedSource extends Source {
  /** Lifts all that is held against the user, and says whether there was anything. */
  clear(now: number): boolean;
}

/** The shipped pattern, run in this page without a server: a user's counters and ladder, and a tenant's counters. */
export function simulate(tier: Tier): SimulatedSource {
  const policies = policiesOf(tier);
  const own = { policy: policies.user, key: "" };
  const shared = { policy: policies.requests, key: "" };
  const user = createCounters({ id: "user" });
  const tenant = createCounters({ id: "tenant" });
  let ladder = NEW_LADDER;

  /** As the Worker does: the user's object first, and what it took is given back where the tenant's refuses. */
  function replyToUser(now: number): Reply {
    const judgement = stand(judge(ladder, now));
    if (judgement.kind === "barred") return barred(judgement, now);
    const first = user.check([own], now);
    if (first.kind === "refused") return violate(first);
    const second = tenant.check([shared], now);
    if (second.kind === "allowed") {
      const standings = [...second.standings, ...first.standings];
      return allowed({ standings, now }, judgement.level === "warning");
    }
    user.refund(first.receipt, now);
    return refused(second);
  }

  function replyToAnyone(now: number): Reply {
    const verdict = tenant.check([shared], now);
    return verdict.kind === "allowed" ? allowed(verdict, false) : refused(verdict);
  }

  /** A refusal by the user's own limit is a step on the ladder, once a window; what it leads to is answered at once. */
  function violate(refusal: Refused): Reply {
    const { name: policy, windowMs } = own.policy;
    const judgement = stand(recordViolation(ladder, { now: refusal.now, windowMs, policy }));
    return judgement.kind === "barred" ? barred(judgement, refusal.now) : warned(refused(refusal));
  }

  function barred({ level, until }: Barred, now: number): Reply {
    const room = user.windowOf(own, now).retryAt(now) ?? now;
    const headers = new Headers({
      "Cache-Control": "no-store",
      "Retry-After": String(secondsUntil(Math.max(until, room), now)),
    });
    if (level === "ban") headers.set("X-RateLimit-Banned", "true");
    return { status: level === "slowdown" ? 503 : 403, headers, violated: ["abuse"] };
  }

  function stand(step: LadderStep): Judgement {
    ladder = step.state;
    return step.judgement;
  }

  return {
    policies,
    async send({ count, isSignedIn }, now) {
      const reply = isSignedIn ? replyToUser : replyToAnyone;
      const answers = Array.from({ length: count }, () =>
        readAnswer({ sentAt: now, at: now, isSignedIn, ...reply(now) }),
      );
      return { answers };
    },
    ladderAt: (now) => viewOf(judge(ladder, now)),
    clear(now) {
      const isHeld = judge(ladder, now).state.violations > 0;
      stand(clear(ladder, { now, by: "reader", reason: "asked to in the demo" }));
      return isHeld;
    },
  };
}

function allowed(told: Pick<Verdict, "standings" | "now">, isWarned: boolean): Reply {
  const reply = {
    status: 200,
    headers: new Headers(rateLimitHeaders({ standings: told.standings, now: told.now })),
  };
  return isWarned ? warned(reply) : reply;
}

function refused(refusal: Refused): Reply {
  return { status: 429, headers: new Headers(rateLimitHeaders(refusal)), violated: refusal.violated };
}

function warned(reply: Reply): Reply {
  reply.headers.set("X-RateLimit-Warning", "true");
  return reply;
}

function viewOf({ state: { violations, forgiveAt }, judgement }: LadderStep): LadderView {
  return {
    level: judgement.level,
    violations,
    ...(judgement.kind === "barred" ? { until: judgement.until } : {}),
    ...(forgiveAt === null ? {} : { forgiveAt }),
  };
}
