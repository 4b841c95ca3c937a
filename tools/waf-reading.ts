import hcl from "hcl2-parser";

/** A rule as a Terraform file has it. What it may not have is looked for by `Object.keys`. */
export interface ReadRule {
  readonly ref: string;
  readonly description: string;
  readonly expression: string;
  readonly action: string;
  readonly action_parameters?: {
    readonly response: {
      readonly status_code: number;
      readonly content_type: string;
      readonly content: string;
    };
  };
  readonly ratelimit: {
    readonly characteristics: readonly string[];
    readonly period: number;
    readonly requests_per_period: number;
    readonly mitigation_timeout: number;
  };
}

interface Condition {
  readonly condition: string;
}

interface Ruleset {
  readonly zone_id: string;
  readonly name: string;
  readonly kind: string;
  readonly phase: string;
  readonly rules: readonly ReadRule[];
  readonly lifecycle?: readonly { readonly precondition: readonly Condition[] }[];
}

interface ReadFile {
  readonly variable: Readonly<Record<string, readonly { readonly validation: readonly Condition[] }[]>>;
  readonly data?: {
    readonly cloudflare_zone: Readonly<Record<string, readonly { readonly zone_id: string }[]>>;
  };
  readonly resource: { readonly cloudflare_ruleset: { readonly threshold: readonly Ruleset[] } };
}

/** Parses Terraform with HashiCorp's own parser, compiled to JavaScript. Throws for what it refuses. */
export function readTerraform(text: string): ReadFile {
  const [file, error] = hcl.parseToObject(text) as [ReadFile, unknown];
  if (error) throw new SyntaxError("Cannot read the Terraform: the parser refused it");
  return file;
}

/** The only ruleset of a file. */
export function readRuleset(text: string): Ruleset {
  const [ruleset, ...others] = readTerraform(text).resource.cloudflare_ruleset.threshold;
  if (!ruleset || others.length > 0) throw new Error("Cannot read the ruleset: there must be one");
  return ruleset;
}
