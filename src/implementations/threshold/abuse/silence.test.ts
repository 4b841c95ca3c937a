import { expect, test } from "vitest";
import { createSilences } from "./silence.ts";

test("who is refused 24 times in a row must be silent from the next on, and only under attack", () => {
  const silences = createSilences({ most: 10 });
  const refusals = Array.from({ length: 26 }, () => silences.refused("192.0.2.1", 2));

  expect(refusals).toEqual([...Array.from({ length: 24 }, () => 0), 20_000, 20_000]);
  expect(silences.refused("192.0.2.1", 0)).toBe(0);
  expect(silences.refused("192.0.2.2", 2)).toBe(0);
});

test("an address that is let in now and then is heard", () => {
  const silences = createSilences({ most: 10 });
  const refusals = Array.from({ length: 100 }, (_, i) => {
    if (i % 20 === 0) silences.admitted("office");
    return silences.refused("office", 4);
  });

  expect(Math.max(...refusals)).toBe(0);
});

test("remembers no more keys than it may: the one refused longest ago begins anew", () => {
  const silences = createSilences({ most: 2 });
  for (let i = 0; i < 24; i++) for (const key of ["a", "b"]) silences.refused(key, 1);
  silences.refused("a", 1);
  silences.refused("c", 1);

  expect([silences.refused("a", 1), silences.refused("b", 1)]).toEqual([20_000, 0]);
});
