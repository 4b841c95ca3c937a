export { createLeasedWindow, createWindow, LOG_LIMIT, withLimit } from "./window/window.ts";
export type { LeasedWindow } from "./window/leased.ts";
export { SUB_BUCKETS } from "./window/ring.ts";
export type {
  Admission,
  Decision,
  SavedWindow,
  Window,
  WindowPolicy,
  WindowReading,
} from "./window/window.ts";
export { createCounters } from "./layers/counters.ts";
export type { Counters, CountersOptions } from "./layers/counters.ts";
export { createMemoryWindowStore, createSqlWindowStore } from "./layers/window-store.ts";
export type { Sql, WindowStore } from "./layers/window-store.ts";
export { isDurable } from "./layers/policy.ts";
export type { Claim, Policy, Receipt, Standing, Verdict } from "./layers/policy.ts";
export { createRouteTable } from "./layers/routes.ts";
export type { Routed } from "./layers/routes.ts";
export { CATEGORIES, categorize, TIER_LIMITS, TIERS } from "./layers/tiers.ts";
export type { Category, Tier } from "./layers/tiers.ts";
export { rateLimitHeaders, secondsUntil } from "./layers/headers.ts";
export type { Told } from "./layers/headers.ts";
export { appeal, clear, escalate, judge, recordViolation } from "./abuse/ladder.ts";
export type { Judgement, LadderStep } from "./abuse/ladder.ts";
export { NEW_LADDER } from "./abuse/ladder-state.ts";
export type { LadderEvent, LadderState } from "./abuse/ladder-state.ts";
export { createRefusals } from "./abuse/refusals.ts";
export type { Refusals } from "./abuse/refusals.ts";
export type { LeaseReport } from "./lease/grant.ts";
export { createGrantor, LEASE_FROM } from "./lease/grantor.ts";
export type { FullWindow, GrantAnswer, Grantor, GrantRequest } from "./lease/grantor.ts";
export { createHolder } from "./lease/holder.ts";
export type { Ask, Holder, Token } from "./lease/holder.ts";
export { askWithin } from "./layers/fail-mode.ts";
export type { Asked, FailMode, FailOptions } from "./layers/fail-mode.ts";
export { loginAllowed, LOCKOUTS, NEW_LOGIN, recordLogin } from "./abuse/login.ts";
export type { LoginOutcome, LoginState } from "./abuse/login.ts";
export { isVisibleTo, shadowDelay } from "./abuse/shadow.ts";
export type { ShadowedWrite } from "./abuse/shadow.ts";
export { compileEdgeRules } from "./edge/compile.ts";
export type { CompiledEdge, CompiledRule, Residue } from "./edge/compile.ts";
export { EDGE_PLANS } from "./edge/plans.ts";
export type { EdgePlanName } from "./edge/plans.ts";
export type { EdgeHosts, EdgeRule } from "./edge/rule.ts";
export { ceilingAt, measure, NO_ATTACK } from "./abuse/attack.ts";
export type { AttackLevel, AttackState, Measurement } from "./abuse/attack.ts";
export { createReports, optimisticBound, reportedPolicy } from "./lease/optimistic.ts";
export type { Report, Reports } from "./lease/optimistic.ts";
export { createReporter } from "./lease/reporter.ts";
export type { Reporter } from "./lease/reporter.ts";
export { createAttackDesk, createAttackWatch } from "./abuse/attack-reports.ts";
export type { AttackDesk, AttackWatch, Load } from "./abuse/attack-reports.ts";
export { createSilences } from "./abuse/silence.ts";
export type { Silences } from "./abuse/silence.ts";
