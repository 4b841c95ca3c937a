import {
  clear,
  createCounters,
  judge,
  type Judgement,
  type LadderStep,
  NEW_LADDER,
  recordViolation,
  secondsUntil,
  type Tier,
} from "#implementations/threshold";
import { readAnswer } from "./answer.ts";
import type { LadderView } from "./ladder.ts";
import { LAYERS, layersMet, type Met } from "./layers.ts";
import type { Source } from "./model.ts";
import { allowed, type Refused, refused, type Reply, warned } from "./replies.ts";
import { type Aim, KINDS, type Sender } from "./requests.ts";
import { simulateAddress } from "./simulated-address.ts";

type Barred = Extract<Judgement, { kind: "barred" }>;

/** A request at the moment when it is decided. */
interface Asked {
  readonly aim: Aim;
  readonly met: readonly Met[];
  readonly now: number;
}

/** The pattern where time is what the reader says. */
export interface SimulatedSource extends Source {
  /** Lifts all that is held against a user, and says whether there was anything. */
  clear(sender: Sender, now: number): boolean;
}

/** The shipped pattern, run in this page without a server: an address's ceiling, two users, and a tenant. */
export function simulate(tier: Tier): SimulatedSource {
  const address = simulateAddress();
  const users = createCounters({ id: "users" });
  const tenant = createCounters({ id: "tenant" });
  const ladders = new Map<Sender, LadderStep["state"]>();

  /** As the Worker does: the address first, and where a limit further in refuses, it gives back what it took. */
  function reply(asked: Asked): Reply {
    const { aim, now } = asked;
    const [ceiling] = of(asked, "address");
    const first = ceiling && address.check(ceiling, aim.level, now);
    if (first?.kind === "refused") return refused(first);
    const answer = aim.sender === "nobody" ? replyToAnyone(asked) : replyToUser(asked);
    if (first && answer.violated) address.refund(first.receipt, aim.level, now);
    return answer;
  }

  /** The user's object first, and what it took is given back where the tenant's refuses. */
  function replyToUser(asked: Asked): Reply {
    const { aim, now } = asked;
    const judgement = stand(aim.sender, judge(ladderOf(aim.sender), now));
    if (judgement.kind === "barred") return barred(judgement, asked);
    const own = users.check(of(asked, "user"), now);
    if (own.kind === "refused") return violate(own, asked);
    const shared = tenant.check(of(asked, "tenant", "endpoint"), now);
    if (shared.kind === "refused") {
      users.refund(own.receipt, now);
      return refused(shared);
    }
    const standings = [...shared.standings, ...own.standings];
    const answer = allowed(statusOf(aim), { standings, now });
    return judgement.level === "warning" ? warned(answer) : answer;
  }

  function replyToAnyone(asked: Asked): Reply {
    const verdict = tenant.check(of(asked, "tenant", "endpoint"), asked.now);
    return verdict.kind === "allowed" ? allowed(statusOf(asked.aim), verdict) : refused(verdict);
  }

  /** A refusal by the user's own limit is a step on the ladder, once a window; what it leads to is answered at once. */
  function violate(refusal: Refused, asked: Asked): Reply {
    const { sender } = asked.aim;
    const { now, violated, standings } = refusal;
    const [reached] = standings.filter(({ policy }) => violated.includes(policy.name));
    if (!reached) return refused(refusal);
    const { name: policy, windowMs } = reached.policy;
    const judgement = stand(sender, recordViolation(ladderOf(sender), { now, windowMs, policy }));
    return judgement.kind === "barred" ? barred(judgement, asked) : warned(refused(refusal));
  }

  function barred({ level, until }: Barred, asked: Asked): Reply {
    const { now } = asked;
    const rooms = of(asked, "user").map((claim) => users.windowOf(claim, now).retryAt(now) ?? now);
    const headers = new Headers({
      "Cache-Control": "no-store",
      "Retry-After": String(secondsUntil(Math.max(until, ...rooms), now)),
    });
    if (level === "ban") headers.set("X-RateLimit-Banned", "true");
    return { status: level === "slowdown" ? 503 : 403, headers, violated: ["abuse"] };
  }

  function ladderOf(sender: Sender): LadderStep["state"] {
    return ladders.get(sender) ?? NEW_LADDER;
  }

  function stand(sender: Sender, { state, judgement }: LadderStep): Judgement {
    ladders.set(sender, state);
    return judgement;
  }

  return {
    tells: LAYERS,
    async send({ count, ...aim }, now) {
      const met = layersMet(tier, aim);
      const asked = { aim, met, now };
      const [ceiling] = of(asked, "address");
      const answers = Array.from({ length: count }, () => {
        const answer = reply(asked);
        const standings = ceiling && address.standings(ceiling, now);
        return readAnswer({ sentAt: now, at: now, aim, ...answer, ...(standings && { standings }) }, met);
      });
      return { answers };
    },
    ladderAt: (sender, now) => viewOf(judge(ladderOf(sender), now)),
    clear(sender, now) {
      const isHeld = judge(ladderOf(sender), now).state.violations > 0;
      stand(sender, clear(ladderOf(sender), { now, by: "reader", reason: "asked to in the demo" }));
      return isHeld;
    },
  };
}

/** The limits of these layers, in their order. */
function of({ met }: Asked, ...layers: readonly Met["layer"][]): Met[] {
  return layers.flatMap((layer) => met.filter((one) => one.layer === layer));
}

function statusOf({ kind }: Aim): number {
  return KINDS[kind].method === "POST" ? 201 : 200;
}

function viewOf({ state: { violations, forgiveAt }, judgement }: LadderStep): LadderView {
  return {
    level: judgement.level,
    violations,
    ...(judgement.kind === "barred" ? { until: judgement.until } : {}),
    ...(forgiveAt === null ? {} : { forgiveAt }),
  };
}
