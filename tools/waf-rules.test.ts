import fc from "fast-check";
import { expect, test } from "vitest";
import { EDGE_RULES } from "../src/grove/contracts/edge-rules.ts";
import { compileEdgeRules } from "../src/implementations/threshold/edge/compile.ts";
import type { EdgeRule } from "../src/implementations/threshold/edge/rule.ts";
import { ALLOWED, expectDeployable } from "./waf-allowed.ts";
import { readRuleset } from "./waf-reading.ts";
import { PLAN_NAMES } from "./waf.ts";

fc.configureGlobal({ seed: 20_261_121 });

const times = fc.oneof(
  fc.constantFrom(10_000, 60_000, 300_000, 3_600_000, 86_400_000),
  fc.integer({ min: 1, max: 200_000_000 }),
);
/** Text with what Terraform, JSON and the Rules language each give a meaning. */
const free = fc
  .array(
    fc.oneof(
      fc.string({ unit: "binary", maxLength: 20 }),
      fc.constantFrom(
        '"',
        "\\",
        "\n",
        "\r",
        "${ 1 + 1 }",
        "$${ a }",
        "%{ if true }",
        "%%{",
        "${",
        "$",
        "e\u0301",
        '\\"',
      ),
    ),
    { minLength: 1, maxLength: 8 },
  )
  .map((parts) => parts.join(""))
  .filter((text) => text.length > 0);
const rules: fc.Arbitrary<EdgeRule> = fc.record(
  {
    name: fc.stringMatching(/^[a-z][a-z0-9-]{0,8}$/),
    hosts: fc.oneof(
      fc.constant({ kind: "all" } as const),
      fc.record({ kind: fc.constant("subdomain" as const), label: fc.constantFrom("auth", "a-1") }),
    ),
    paths: fc.array(fc.constantFrom("/api", "/api/ai", "/a.b/c~d", "/-_"), { minLength: 1, maxLength: 3 }),
    methods: fc.array(fc.constantFrom("GET", "POST", "PURGE"), { minLength: 1, maxLength: 3 }),
    limit: fc.oneof(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 1, max: 2 ** 32 - 1 })),
    windowMs: times,
    blockSeconds: fc.integer({ min: 1, max: 86_400 }),
    status: fc.oneof(fc.constant(429), fc.integer({ min: 400, max: 599 })),
    says: free,
    inWorker: free,
  },
  {
    requiredKeys: ["name", "hosts", "limit", "windowMs", "blockSeconds", "status", "says", "inWorker"],
  },
);
const sets = fc.uniqueArray(rules, { selector: ({ name }) => name, maxLength: 8 });

test.for(PLAN_NAMES)(
  "rules are compiled for %s or in the residue with a reason, never both, never neither",
  (plan) => {
    fc.assert(
      fc.property(sets, (set) => {
        const { terraform, compiled, residue } = compileEdgeRules(set, plan);
        const read = expectDeployable(terraform, plan);
        const names = set.map(({ name }) => name);
        const placed = names.filter((name) => compiled.some((each) => each.name === name));
        const left = names.filter((name) => residue.some((each) => each.name === name));

        expect(read.map(({ ref }) => ref)).toEqual(placed);
        expect(compiled.map(({ name }) => name)).toEqual(placed);
        expect(placed.length + left.length).toBe(set.length);
        expect([...placed, ...left].toSorted()).toEqual(names.toSorted());
        expect(residue.every(({ why }) => why.length > 10)).toBe(true);
        expect(residue.every(({ reason }) => reason !== "rules" || read.length === ALLOWED[plan].rules)).toBe(
          true,
        );
        expect(
          read.map(({ ratelimit }) => [
            ratelimit.period,
            ratelimit.requests_per_period,
            ratelimit.mitigation_timeout,
          ]),
        ).toEqual(compiled.map((each) => [each.periodSeconds, each.requests, each.blockSeconds]));
      }),
      { numRuns: 50 },
    );
  },
);

test("a refusal says to people what the policy says, character by character", () => {
  fc.assert(
    fc.property(free, (says) => {
      const [rule] = readRuleset(compileEdgeRules([{ ...EDGE_RULES[0], says }], "pro").terraform).rules;

      expect(JSON.parse(rule!.action_parameters!.response.content)).toMatchObject({ detail: says });
    }),
    { numRuns: 200 },
  );
});
