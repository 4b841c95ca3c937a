import { escalate, judge, NEW_LADDER } from "#implementations/threshold";
import fc from "fast-check";
import { expect, test } from "vitest";
import { OwnStanding, ownStandingOf } from "./standing.ts";

const DAY = 24 * 60 * 60_000;

test("what a user is told of themselves is the same whether or not they are shadow banned", () => {
  const steps = fc.array(fc.integer({ min: 0, max: DAY / 2 }), { minLength: 1, maxLength: 8 });
  let told = 0;
  fc.assert(
    fc.property(steps, (waits) => {
      let [state, now] = [NEW_LADDER, 0];
      for (const wait of waits) {
        now += wait;
        ({ state } = escalate(state, { now, reason: "by hand" }));
      }
      const standings = [now + DAY, null].map((shadowedUntil) => {
        const step = judge({ ...state, shadowedUntil }, now);
        return ownStandingOf({ judgement: step.judgement, ladder: step.state });
      });
      told += 1;

      expect(standings[0]).toEqual(standings[1]);
      expect(OwnStanding.parse(standings[0])).toEqual(standings[0]);
      expect(JSON.stringify(standings)).not.toMatch(/shadow/i);
    }),
    { seed: 20_261_130 },
  );

  expect(told).toBeGreaterThan(50);
});
