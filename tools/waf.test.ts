import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { EDGE_RULES } from "../src/grove/contracts/edge-rules.ts";
import { ROUTES } from "../src/grove/contracts/routes.ts";
import { compileEdgeRules } from "../src/implementations/threshold/edge/compile.ts";
import { categorize } from "../src/implementations/threshold/layers/tiers.ts";
import { expectDeployable } from "./waf-allowed.ts";
import { type Fields, matches } from "./waf-matching.ts";
import { readRuleset, readTerraform } from "./waf-reading.ts";
import { PLAN_NAMES, wafFiles } from "./waf.ts";

fc.configureGlobal({ seed: 20_261_121 });

const BASE = "grove.place";

describe("the files under infra/", () => {
  test.for([...wafFiles().keys()])("%s is what the policy compiles to", (file) => {
    expect(readFileSync(file, "utf8")).toBe(wafFiles().get(file));
  });

  test.for(PLAN_NAMES)(
    "%s.tf is read by HashiCorp's parser, and its plan has all that it asks for",
    (plan) => {
      const rules = expectDeployable(wafFiles().get(`infra/waf/${plan}.tf`)!, plan);

      expect(rules.length).toBeGreaterThan(0);
    },
  );

  test("the parser refuses what is no Terraform", () => {
    for (const broken of ['a = "', 'a = "x\ny"', 'resource "a" {', 'a = "${b"', 'a = "\\q"']) {
      expect(() => readTerraform(broken)).toThrow("the parser refused it");
    }
  });

  test("a zone and a base domain that could end a string are refused before anything is sent", () => {
    const { variable } = readTerraform(wafFiles().get("infra/waf/pro.tf")!);
    const isAllowed = (name: string, value: string) => {
      const { condition } = variable[name]![0]!.validation[0]!;
      return new RegExp(/regex\("([^"]+)", var\.\w+\)/.exec(condition)![1]!).test(value);
    };

    expect(isAllowed("zone_id", "023e105f4ecef8ad9ca31a8372d0c353")).toBe(true);
    expect(isAllowed("zone_id", "../other")).toBe(false);
    expect(isAllowed("base_domain", BASE)).toBe(true);
    for (const bad of ['a.b" or "" eq "', "a.b\n", "A.b", "a.b.", "a", "a.b:80", "${a}.b", "a b.c"]) {
      expect(isAllowed("base_domain", bad)).toBe(false);
    }
  });
});

describe("the policy's expressions", () => {
  const expressions = new Map(
    readRuleset(wafFiles().get("infra/waf/enterprise.tf")!).rules.map(({ ref, expression }) => [
      ref,
      expression.replaceAll("${var.base_domain}", BASE),
    ]),
  );
  const segment = fc.constantFrom(
    "api",
    "ai",
    "wisp",
    "upload",
    "uploads",
    "images",
    "media",
    "session",
    "sessions",
    "sandboxes",
    "",
  );
  const requests: fc.Arbitrary<Fields> = fc.record({
    "http.host": fc.constantFrom(
      BASE,
      "alice.grove.place",
      "a.b.grove.place",
      "auth.grove.place",
      "AUTH.Grove.Place",
      "x.auth.grove.place",
      "xauth.grove.place",
      "evilgrove.place",
      "evil-grove.place",
      "grove.place.evil.com",
      "auth.grove.place.evil.com",
      "place",
    ),
    "http.request.uri.path": fc.array(segment, { maxLength: 4 }).map((segments) => `/${segments.join("/")}`),
    "http.request.method": fc.constantFrom("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"),
  });

  test("match the hosts and the categories that Grove itself tells apart, and nothing else", () => {
    fc.assert(
      fc.property(requests, (fields) => {
        const found = Array.from(expressions, ([name, expression]) => [name, matches(expression, fields)]);
        const path = fields["http.request.uri.path"];
        const labels = fields["http.host"].toLowerCase().split(".");
        const isOurs = labels.slice(-2).join(".") === BASE;
        const category = categorize(fields["http.request.method"], path);

        expect(Object.fromEntries(found)).toEqual({
          general: isOurs,
          auth: isOurs && /^\/api\/session(?:\/|$)/.test(path),
          uploads: isOurs && category === "uploads",
          ai: isOurs && category === "ai",
        });
      }),
      { numRuns: 2_000 },
    );
  });

  test("guard what signs people in on a blog's host, and no other route that Grove answers", () => {
    const guarded = ROUTES.filter(({ host, method, path }) =>
      matches(expressions.get("auth")!, {
        "http.host": host === "apex" ? BASE : `alice.${BASE}`,
        "http.request.uri.path": path,
        "http.request.method": method,
      }),
    );

    expect(guarded.map(({ host, method, path }) => `${host} ${method} ${path}`)).toEqual([
      "tenant POST /api/session",
      "tenant DELETE /api/session",
    ]);
  });

  test("of a rule for one name match that host, and none that looks like it", () => {
    const rule = { ...EDGE_RULES[0], hosts: { kind: "subdomain", label: "auth" } } as const;
    const [read] = readRuleset(compileEdgeRules([rule], "enterprise").terraform).rules;
    const expression = read!.expression.replaceAll("${var.base_domain}", BASE);
    fc.assert(
      fc.property(requests, (fields) => {
        const isAuth = fields["http.host"].toLowerCase() === `auth.${BASE}`;

        expect(matches(expression, fields)).toBe(isAuth);
      }),
    );
  });

  test("on Free match every path, in a zone that has no hosts but Grove's", () => {
    const text = wafFiles().get("infra/waf/free.tf")!;
    const { rules, lifecycle } = readRuleset(text);

    expect(readTerraform(text).data?.cloudflare_zone["this"]).toEqual([{ zone_id: "${var.zone_id}" }]);
    expect(lifecycle?.[0]?.precondition[0]?.condition).toBe(
      "${data.cloudflare_zone.this.name == var.base_domain}",
    );
    fc.assert(
      fc.property(requests, (fields) => {
        expect(matches(rules[0]!.expression, fields)).toBe(true);
      }),
    );
  });
});
