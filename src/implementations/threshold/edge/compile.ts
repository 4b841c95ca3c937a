import { expressionOf, missingField, trustsZone } from "./expression.ts";
import { fitBlock, fitPeriod } from "./fit.ts";
import { EDGE_PLANS, type EdgePlan, type EdgePlanName } from "./plans.ts";
import { assertEdgeRule, type EdgeRule } from "./rule.ts";
import { type PlacedRule, terraformOf } from "./terraform.ts";

/** A rule as a plan has it: as the policy says it, or looser, and then `differences` says how. */
export interface CompiledRule {
  readonly name: string;
  readonly periodSeconds: number;
  readonly requests: number;
  readonly blockSeconds: number;
  /** What is given up: empty where the plan says all that the rule says. */
  readonly differences: readonly string[];
}

/** A rule that a plan cannot express. */
export interface Residue {
  readonly name: string;
  readonly reason: "limit" | "status" | "field" | "block" | "rules";
  readonly why: string;
  readonly inWorker: string;
}

export interface CompiledEdge {
  /** A whole Terraform file: variables `zone_id` and `base_domain`, one ruleset. */
  readonly terraform: string;
  readonly compiled: readonly CompiledRule[];
  readonly residue: readonly Residue[];
}

/**
 * Compiles rules, the most important first, to Terraform for Cloudflare's plan, and tells what the plan cannot express.
 * Each rule is in one of the two. Nobody who stays within a rule is refused by what it is compiled to. Throws a TypeError
 * for a rule with a part that cannot be compiled, and for two of one name.
 */
export function compileEdgeRules(rules: readonly EdgeRule[], planName: EdgePlanName): CompiledEdge {
  const plan: EdgePlan = EDGE_PLANS[planName];
  const placed: PlacedRule[] = [];
  const residue: Residue[] = [];
  for (const [index, rule] of rules.entries()) {
    assertEdgeRule(rule);
    if (rules.slice(0, index).some(({ name }) => name === rule.name)) {
      throw new TypeError(`Cannot compile the rules: two are named ${rule.name}, must be named apart`);
    }
    const outcome = placeRule(rule, { plan, taken: placed.length });
    if (outcome.kind === "placed") {
      placed.push(outcome);
    } else {
      const { reason, why } = outcome;
      residue.push({ name: rule.name, reason, why, inWorker: rule.inWorker });
    }
  }
  return {
    terraform: terraformOf(placed, { plan, residue }),
    compiled: placed.map(summarize(plan)),
    residue,
  };
}

type Placement =
  | ({ readonly kind: "placed" } & PlacedRule)
  | ({ readonly kind: "residue" } & Pick<Residue, "reason" | "why">);

function placeRule(rule: EdgeRule, { plan, taken }: { plan: EdgePlan; taken: number }): Placement {
  const left = (reason: Residue["reason"], why: string) => ({ kind: "residue", reason, why }) as const;

  if (rule.limit === 0) return left("limit", "a limit of 0 is no rate, the least that is counted to is 1");
  if (rule.status > 499) return left("status", `it answers ${rule.status}, a block answers 400 to 499`);
  if (rule.status !== 429 && !plan.ownAnswer) {
    return left("status", `it answers ${rule.status}, a block on ${plan.title} answers 429`);
  }
  const field = missingField(rule, plan);
  if (field) return left("field", `it matches on ${field}, ${plan.title} does not`);
  const blockSeconds = fitBlock(rule.blockSeconds, plan);
  if (blockSeconds === undefined) {
    return left("block", `it blocks for ${rule.blockSeconds} s, the shortest block on ${plan.title} is 10 s`);
  }
  if (taken >= plan.mostRules) {
    return left("rules", `${plan.title} has room for ${plan.mostRules}, taken by those before it`);
  }
  const expression = expressionOf(rule, plan);
  const isTrusting = trustsZone(rule, plan);
  return { kind: "placed", rule, expression, isTrusting, blockSeconds, ...fitPeriod(rule, plan) };
}

function summarize(plan: EdgePlan) {
  return ({ rule, period, requests, blockSeconds }: PlacedRule): CompiledRule => {
    const seconds = rule.windowMs / 1_000;
    const differences = [
      period === seconds
        ? []
        : [`counts ${requests} in ${period} s where the rule says ${rule.limit} in ${seconds} s`],
      blockSeconds === rule.blockSeconds
        ? []
        : [`blocks for ${blockSeconds} s where the rule says ${rule.blockSeconds} s`],
      plan.ownAnswer ? [] : ["answers with Cloudflare's own page"],
    ].flat();
    return { name: rule.name, periodSeconds: period, requests, blockSeconds, differences };
  };
}
