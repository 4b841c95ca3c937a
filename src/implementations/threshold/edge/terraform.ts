import type { Template } from "./expression.ts";
import type { Fit } from "./fit.ts";
import { assignments, enclosed, json, type Lines, text } from "./hcl.ts";
import type { EdgePlan } from "./plans.ts";
import type { EdgeRule } from "./rule.ts";

/** A rule that has found its place on a plan. Times are seconds. */
export interface PlacedRule extends Fit {
  readonly rule: EdgeRule;
  readonly expression: Template;
  readonly blockSeconds: number;
  /** Holds only in a zone that has no hosts but the rule's. */
  readonly isTrusting: boolean;
}

interface Left {
  readonly name: string;
  readonly why: string;
}

/**
 * A file for version 5 of Cloudflare's provider, of which `rules` is a list of objects and no block. Written after the
 * schema of v5.22.0, of 10 July 2026: https://github.com/cloudflare/terraform-provider-cloudflare
 */
export function terraformOf(
  placed: readonly PlacedRule[],
  { plan, residue }: { plan: EdgePlan; residue: readonly Left[] },
): string {
  const isTrusting = placed.some((each) => each.isTrusting);
  const lines: Lines = [
    `# Rate limiting rules for Cloudflare's plan ${plan.title}, compiled: change the policy, not this file.`,
    ...residue.map(({ name, why }) => `# Not here, ${name}: ${why}.`),
    "",
    ...PREAMBLE.split("\n"),
    "",
    ...(isTrusting ? ['data "cloudflare_zone" "this" {', "  zone_id = var.zone_id", "}", ""] : []),
    ...enclosed('resource "cloudflare_ruleset" "threshold" {', [
      ...assignments({
        zone_id: "var.zone_id",
        name: '"Threshold"',
        kind: '"zone"',
        phase: '"http_ratelimit"',
        rules: enclosed(
          "[",
          placed.flatMap((each) => ruleOf(each, plan)),
          "]",
        ),
      }),
      ...(isTrusting ? ["", ...ONLY_ITS_HOSTS.split("\n")] : []),
    ]),
  ];
  return `${lines.join("\n")}\n`;
}

function ruleOf({ rule, expression, period, requests, blockSeconds }: PlacedRule, plan: EdgePlan): Lines {
  const body = {
    type: "https://iana.org/assignments/http-problem-types#quota-exceeded",
    title: "Too many requests",
    status: rule.status,
    detail: rule.says,
    "violated-policies": [rule.name],
    // After the longer of the two nothing that was counted counts any more.
    retryAfter: Math.max(blockSeconds, period),
  };
  const response = assignments({
    status_code: String(rule.status),
    content_type: '"application/json"',
    content: text([json(body)]),
  });
  return enclosed(
    "{",
    assignments({
      ref: text([rule.name]),
      description: text([`${rule.name}: ${rule.limit} in ${rule.windowMs / 1_000} s for each address`]),
      expression: text(expression),
      action: '"block"',
      ...(plan.ownAnswer && {
        action_parameters: enclosed("{", assignments({ response: enclosed("{", response) })),
      }),
      ratelimit: enclosed(
        "{",
        assignments({
          characteristics: '["cf.colo.id", "ip.src"]',
          period: String(period),
          requests_per_period: String(requests),
          mitigation_timeout: String(blockSeconds),
        }),
      ),
    }),
    "},",
  );
}

// Plain text, and no call, so that what is bundled without `compileEdgeRules` is also bundled without this.
const PREAMBLE = `terraform {
  required_version = ">= 1.5"
  required_providers {
    cloudflare = {
      source  = "cloudflare/cloudflare"
      version = "~> 5.22"
    }
  }
}

variable "zone_id" {
  type        = string
  description = "The zone's id, from its overview in Cloudflare's dashboard."
  validation {
    condition     = can(regex("^[0-9a-f]{32}$", var.zone_id))
    error_message = "zone_id must be 32 hexadecimal digits."
  }
}

variable "base_domain" {
  type        = string
  description = "The Worker's BASE_DOMAIN."
  validation {
    condition     = can(regex("^[a-z0-9-]+([.][a-z0-9-]+)+$", var.base_domain))
    error_message = "base_domain must be a domain in lower case, without a scheme, a port or a last dot."
  }
}`;

const ONLY_ITS_HOSTS = `lifecycle {
  precondition {
    condition     = data.cloudflare_zone.this.name == var.base_domain
    error_message = "This plan cannot match on hosts, so the rules count every host of the zone: base_domain must be the zone itself."
  }
}`;
