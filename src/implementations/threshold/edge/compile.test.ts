import { expect, test } from "vitest";
import { compileEdgeRules } from "./compile.ts";
import type { EdgeRule } from "./rule.ts";

const RULE: EdgeRule = {
  name: "general",
  hosts: { kind: "all" },
  limit: 100,
  windowMs: 60_000,
  blockSeconds: 60,
  status: 429,
  says: "Too many requests.",
  inWorker: "the ceiling for each address",
};

function residueOf(change: Partial<EdgeRule>, plan: "free" | "pro" | "business" | "enterprise") {
  const { compiled, residue } = compileEdgeRules([{ ...RULE, ...change }], plan);
  expect(compiled.length + residue.length).toBe(1);
  return residue[0];
}

test("a rule that a plan can express is compiled as it is written", () => {
  const { compiled, residue } = compileEdgeRules([RULE], "pro");

  expect(residue).toEqual([]);
  expect(compiled).toEqual([
    { name: "general", periodSeconds: 60, requests: 100, blockSeconds: 60, differences: [] },
  ]);
});

test("a rule that a plan can only express more loosely says what is given up", () => {
  const [compiled] = compileEdgeRules([RULE], "free").compiled;

  expect(compiled).toEqual({
    name: "general",
    periodSeconds: 10,
    requests: 100,
    blockSeconds: 10,
    differences: [
      "counts 100 in 10 s where the rule says 100 in 60 s",
      "blocks for 10 s where the rule says 60 s",
      "answers with Cloudflare's own page",
    ],
  });
});

test("the first rules that a plan can express take its places, and one that it cannot takes none", () => {
  const rules: EdgeRule[] = [
    { ...RULE, name: "sign-ins", hosts: { kind: "subdomain", label: "auth" } },
    { ...RULE, name: "ai", paths: ["/api/ai"] },
    { ...RULE, name: "general" },
  ];
  const { compiled, residue } = compileEdgeRules(rules, "free");

  expect(compiled.map(({ name }) => name)).toEqual(["ai"]);
  expect(residue).toEqual([
    {
      name: "sign-ins",
      reason: "field",
      why: "it matches on http.host, Free does not",
      inWorker: RULE.inWorker,
    },
    {
      name: "general",
      reason: "rules",
      why: "Free has room for 1, taken by those before it",
      inWorker: RULE.inWorker,
    },
  ]);
});

test("a method is matched from Business up, since to leave it out would refuse reading with writing", () => {
  expect(residueOf({ methods: ["POST"] }, "pro")).toMatchObject({ reason: "field" });
  expect(residueOf({ methods: ["POST"] }, "business")).toBeUndefined();
});

test("the slowdown's 503 is on no plan, and Free answers nothing but 429", () => {
  for (const plan of ["free", "pro", "business", "enterprise"] as const) {
    expect(residueOf({ status: 503 }, plan)).toMatchObject({ reason: "status" });
    expect(residueOf({ status: 500 }, plan)).toMatchObject({ reason: "status" });
  }
  expect(residueOf({ status: 403 }, "free")).toMatchObject({ reason: "status" });
  expect(residueOf({ status: 403 }, "pro")).toBeUndefined();
  expect(residueOf({ status: 499 }, "pro")).toBeUndefined();
});

test("a limit of 0 cannot be counted to", () => {
  expect(residueOf({ limit: 0 }, "enterprise")).toMatchObject({ reason: "limit" });
});

test.for([
  { plan: "free", wanted: 3_600, found: 10 },
  { plan: "pro", wanted: 86_400, found: 3_600 },
  { plan: "business", wanted: 86_400, found: 86_400 },
  { plan: "business", wanted: 59, found: 45 },
  { plan: "enterprise", wanted: 59, found: 59 },
  { plan: "enterprise", wanted: 1, found: 1 },
] as const)(
  "a block of $wanted s is one of $found s on $plan, never a longer one",
  ({ plan, wanted, found }) => {
    const [compiled] = compileEdgeRules([{ ...RULE, blockSeconds: wanted }], plan).compiled;

    expect(compiled?.blockSeconds).toBe(found);
  },
);

test("a block shorter than a plan's shortest is left to the Worker", () => {
  expect(residueOf({ blockSeconds: 9 }, "business")).toMatchObject({ reason: "block" });
});

test("a file for hosts that cannot be matched holds only in a zone without others, and other files ask nothing", () => {
  const condition = "data.cloudflare_zone.this.name == var.base_domain";

  expect(compileEdgeRules([RULE], "free").terraform).toContain(condition);
  expect(compileEdgeRules([RULE], "pro").terraform).not.toContain("cloudflare_zone");
});

test.for([
  [{ name: "Uploads!" }, 'Cannot compile a rule: found "Uploads!", must be lower-case letters'],
  [{ name: "a\n# b" }, "Cannot compile a rule"],
  [{ hosts: { kind: "subdomain", label: 'auth" or "" eq "' } }, "must be one DNS label"],
  [{ hosts: { kind: "subdomain", label: "${var.zone_id}" } }, "must be one DNS label"],
  [{ hosts: { kind: "subdomain", label: "auth\n" } }, "must be one DNS label"],
  [{ hosts: { kind: "subdomain", label: '"' } }, "must be one DNS label"],
  [{ paths: ['/api" or true or "'] }, "must be a path like /api/ai"],
  [{ paths: ["/${path.cwd}"] }, "must be a path like /api/ai"],
  [{ paths: ["/%{ if true }"] }, "must be a path like /api/ai"],
  [{ paths: ["/api/\nai"] }, "must be a path like /api/ai"],
  [{ paths: ["/api/"] }, "must be a path like /api/ai"],
  [{ paths: ["/"] }, "must be a path like /api/ai"],
  [{ paths: [] }, "a list is empty"],
  [{ methods: [] }, "a list is empty"],
  [{ methods: ['GET" "POST'] }, "must be a method like POST"],
  [{ limit: 1.5 }, "limit is 1.5, must be a whole number from 0"],
  [{ limit: -1 }, "limit is -1"],
  [{ limit: 2 ** 32 }, "limit is 4294967296"],
  [{ windowMs: 0 }, "windowMs is 0"],
  [{ windowMs: Number.NaN }, "windowMs is NaN"],
  [{ blockSeconds: 0 }, "blockSeconds is 0, must be a whole number from 1 to 86400"],
  [{ blockSeconds: 86_401 }, "blockSeconds is 86401"],
  [{ status: 200 }, "status is 200, must be a whole number from 400 to 599"],
  [{ says: "" }, "length of says is 0"],
  [{ says: "a".repeat(1_001) }, "length of says is 1001"],
] as const satisfies [Partial<EdgeRule>, string][])("a rule with %o is refused", ([change, message]) => {
  expect(() => compileEdgeRules([{ ...RULE, ...change }], "enterprise")).toThrow(message);
});

test("two rules of one name are refused", () => {
  expect(() => compileEdgeRules([RULE, RULE], "free")).toThrow("two are named general, must be named apart");
});
