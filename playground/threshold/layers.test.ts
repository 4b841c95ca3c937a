import { CEILINGS, routeLimitOf, tenantPolicy } from "#grove/contracts/policies";
import { ceilingAt, TIERS } from "#implementations/threshold";
import { expect, test } from "vitest";
import { idOf, layersMet, nameOf } from "./layers.ts";
import { type Aim, KINDS } from "./requests.ts";

const SANDBOX = "/apex/api/sandboxes/sandbox-abcdefghjkmn";
const READ: Aim = { kind: "read", sender: "user", level: 0 };
const NOTE: Aim = { ...READ, kind: "note" };

test.for(TIERS)("limits what the demo sends as the Worker does: %s", (tier) => {
  const [requests, writes] = (["requests", "writes"] as const).map((category) => {
    const { leaseMs: _, ...policy } = tenantPolicy(tier, category);
    return policy;
  });
  const read = routeLimitOf("GET", `${SANDBOX}${KINDS.read.below}`);
  const note = routeLimitOf("POST", `${SANDBOX}${KINDS.note.below}`);

  expect(layersMet(tier, READ)).toMatchObject([
    { layer: "address", policy: { name: "address", limit: CEILINGS.visits } },
    { layer: "user", policy: read?.perUser },
    { layer: "tenant", policy: requests },
  ]);
  expect(layersMet(tier, NOTE)).toMatchObject([
    { layer: "address", policy: { name: "address", limit: CEILINGS.api } },
    { layer: "user", policy: note?.perUser },
    { layer: "endpoint", policy: note?.perTenant },
    { layer: "tenant", policy: writes },
  ]);
});

test.for([0, 1, 2, 3, 4] as const)(
  "an attack lowers the ceiling of the address, and nothing else: %i",
  (level) => {
    const [address, ...others] = layersMet("oak", { ...NOTE, level });

    expect(address?.policy.limit).toBe(ceilingAt(level, CEILINGS.api));
    expect(others).toEqual(layersMet("oak", NOTE).slice(1));
  },
);

test("tells the windows of two users apart, and of nobody else's", () => {
  const ids = (aim: Partial<Aim>): string[] => layersMet("oak", { ...READ, ...aim }).map(idOf);

  expect(ids({ sender: "other" })).toEqual(["address visits", "user other", "requests "]);
  expect(ids({ sender: "nobody" })).toEqual(ids({}));
  expect(new Set([...ids({}), ...ids({ kind: "note" })]).size).toBe(7);
});

test("calls each layer by whose it is", () => {
  expect(layersMet("oak", NOTE).map(nameOf)).toEqual([
    "the address's ceiling",
    "the user's limit",
    "the endpoint's limit",
    "the tenant's limit",
  ]);
  expect(layersMet("oak", { ...NOTE, sender: "other" }).map(nameOf)[1]).toBe("the other user's limit");
});
