import { routeLimitOf, tenantPolicy } from "#grove/contracts/policies";
import { TIERS } from "#implementations/threshold";
import { expect, test } from "vitest";
import { LAYERS, policiesOf } from "./layers.ts";

test.for(TIERS)("limits what the demo sends as the Worker does: %s", (tier) => {
  const { leaseMs: _, ...shared } = tenantPolicy(tier, "requests");

  expect(policiesOf(tier)).toEqual({
    user: routeLimitOf("GET", "/api/sandboxes/sandbox-abcdefghjkmn/requests")?.perUser,
    requests: shared,
  });
});

test("calls each limit as headers do", () => {
  expect(LAYERS.map((layer) => policiesOf("oak")[layer].name)).toEqual(LAYERS);
});
