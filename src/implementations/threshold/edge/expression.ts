import type { EdgePlan } from "./plans.ts";
import type { EdgeHosts, EdgeRule } from "./rule.ts";

/** Text for a Terraform string: what is quoted, and what Terraform puts in. */
export type Template = readonly (string | { readonly insert: string })[];

const BASE = { insert: "var.base_domain" } as const;
const HOST = "lower(http.host)";
const PATH = "http.request.uri.path";
const METHOD = "http.request.method";

/** What a rule needs to match on and this plan does not let it, undefined if nothing. */
export function missingField(rule: EdgeRule, plan: EdgePlan): string | undefined {
  // Where hosts cannot be matched, a rule about all of them still can be had: in a zone that holds no others.
  if (rule.hosts.kind !== "all" && !plan.matchesHost) return "http.host";
  return rule.methods && !plan.matchesMethod ? METHOD : undefined;
}

/** Whether a rule stands for all hosts only because the zone has no others. */
export function trustsZone(rule: EdgeRule, plan: EdgePlan): boolean {
  return rule.hosts.kind === "all" && !plan.matchesHost;
}

/** A rule's condition in Cloudflare's Rules language. Hosts and folders end where their names do. */
export function expressionOf(rule: EdgeRule, plan: EdgePlan): Template {
  const conditions = [
    plan.matchesHost ? hostIs(rule.hosts) : [],
    rule.paths ? pathIsIn(rule.paths) : [],
    rule.methods ? [`${METHOD} in {${rule.methods.map((method) => `"${method}"`).join(" ")}}`] : [],
  ].filter((condition) => condition.length > 0);
  if (conditions.length === 0) return [`starts_with(${PATH}, "/")`];
  return conditions.flatMap((condition, index) => (index === 0 ? condition : [" and ", ...condition]));
}

function hostIs(hosts: EdgeHosts): Template {
  if (hosts.kind === "subdomain") return [`${HOST} eq "${hosts.label}.`, BASE, `"`];
  return [`(${HOST} eq "`, BASE, `" or ends_with(${HOST}, ".`, BASE, `"))`];
}

function pathIsIn(folders: readonly string[]): Template {
  const each = folders.map((folder) => `${PATH} eq "${folder}" or starts_with(${PATH}, "${folder}/")`);
  return [`(${each.join(" or ")})`];
}
