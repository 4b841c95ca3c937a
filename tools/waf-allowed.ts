import { expect } from "vitest";
import { Problem } from "../src/grove/contracts/problem.ts";
import type { EdgePlanName } from "../src/implementations/threshold/edge/plans.ts";
import { readRuleset, type ReadRule } from "./waf-reading.ts";

const UP_TO_A_MINUTE = [10, 15, 20, 30, 40, 45, 60];
const UP_TO_TEN_MINUTES = [...UP_TO_A_MINUTE, 90, 120, 180, 240, 300, 480, 600];
const UP_TO_AN_HOUR = [...UP_TO_TEN_MINUTES, 900, 1_200, 1_800, 2_400, 3_600];

/** Cloudflare's table of plans once more, written out, so that a slip in the compiler's own table shows. */
export const ALLOWED: Record<
  EdgePlanName,
  { rules: number; periods: number[]; blocks: number[]; fields: string[] }
> = {
  free: { rules: 1, periods: [10], blocks: [10], fields: ["http.request.uri.path"] },
  pro: {
    rules: 2,
    periods: UP_TO_A_MINUTE,
    blocks: UP_TO_AN_HOUR,
    fields: ["http.request.uri.path", "http.host"],
  },
  business: {
    rules: 5,
    periods: UP_TO_TEN_MINUTES,
    blocks: [...UP_TO_AN_HOUR, 65_535, 86_400],
    fields: ["http.request.uri.path", "http.host", "http.request.method"],
  },
  enterprise: {
    rules: 100,
    periods: [...UP_TO_AN_HOUR, 65_535],
    blocks: Array.from({ length: 86_400 }, (_, index) => index + 1),
    fields: ["http.request.uri.path", "http.host", "http.request.method"],
  },
};
const FIELD = /\b(?:http|cf|ip|ssl|raw)\.[a-z_.]+/g;

/** Expects what any file must hold, whatever the rules; what its ruleset has in it. */
export function expectDeployable(terraform: string, plan: EdgePlanName): readonly ReadRule[] {
  const { rules, kind, phase, zone_id } = readRuleset(terraform);
  const allowed = ALLOWED[plan];
  expect({ kind, phase, zone_id }).toEqual({
    kind: "zone",
    phase: "http_ratelimit",
    zone_id: "${var.zone_id}",
  });
  expect(rules.length).toBeLessThanOrEqual(allowed.rules);
  for (const rule of rules) {
    const { action_parameters: answer, ratelimit, ...rest } = rule;
    expect(Object.keys(rest).toSorted()).toEqual(["action", "description", "expression", "ref"]);
    expect(Object.keys(ratelimit)).toHaveLength(4);
    expect(rule.action).toBe("block");
    expect(ratelimit.characteristics).toEqual(["cf.colo.id", "ip.src"]);
    expect(allowed.periods).toContain(ratelimit.period);
    expect(allowed.blocks).toContain(ratelimit.mitigation_timeout);
    expect(Number.isSafeInteger(ratelimit.requests_per_period)).toBe(true);
    expect(ratelimit.requests_per_period).toBeGreaterThanOrEqual(1);
    expect(allowed.fields).toEqual(expect.arrayContaining(rule.expression.match(FIELD) ?? ["no field"]));
    expectAnswer(answer, plan);
  }
  return rules;
}

function expectAnswer(answer: ReadRule["action_parameters"], plan: EdgePlanName): void {
  expect(answer === undefined).toBe(plan === "free");
  if (!answer) return;
  const { status_code: status, content_type: type, content } = answer.response;
  expect(status).toBeGreaterThanOrEqual(400);
  expect(status).toBeLessThanOrEqual(499);
  expect(type).toBe("application/json");
  expect(Buffer.byteLength(content)).toBeLessThan(30_000);
  expect(Problem.omit({ requestId: true }).parse(JSON.parse(content)).status).toBe(status);
}
