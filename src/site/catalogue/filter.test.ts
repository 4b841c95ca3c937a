import { expect, test } from "vitest";
import { countValue, type Filterable, type FilterState, matches, readFilter, writeFilter } from "./filter.ts";

const offered = { level: ["beginner", "advanced"], layer: ["platform", "application"] };
const saga: Filterable = {
  text: "saga long-running transaction",
  values: { level: ["advanced"], layer: ["application"] },
};
const timeout: Filterable = {
  text: "timeout deadline",
  values: { level: ["beginner"], layer: ["platform", "application"] },
};
const state = (words: string, picked: Record<string, string[]> = {}): FilterState => ({
  words,
  picked: { level: [], layer: [], ...picked },
});

test("an address reads back as the state that wrote it", () => {
  const asked = state("two words", { level: ["beginner", "advanced"], layer: ["platform"] });

  expect(writeFilter(asked)).toBe("?q=two%20words&level=beginner,advanced&layer=platform");
  expect(readFilter(writeFilter(asked), offered)).toEqual(asked);
  expect(writeFilter(state(" "))).toBe("");
});

test("what the page does not offer is left out", () => {
  expect(readFilter("?level=beginner,<b>&other=1&q=%20", offered)).toEqual(
    state("", { level: ["beginner"] }),
  );
});

test("values of a facet add up, and facets narrow each other", () => {
  const both = state("", { level: ["beginner", "advanced"] });
  const narrow = state("", { level: ["beginner", "advanced"], layer: ["platform"] });

  expect([saga, timeout].filter((item) => matches(item, both))).toEqual([saga, timeout]);
  expect([saga, timeout].filter((item) => matches(item, narrow))).toEqual([timeout]);
});

test("all words must be there, whatever their case and order", () => {
  expect(matches(saga, state("Transaction SAGA"))).toBe(true);
  expect(matches(saga, state("saga deadline"))).toBe(false);
});

test("a value's count heeds the other facets and not its own", () => {
  const asked = state("", { level: ["beginner"], layer: ["platform"] });

  expect(countValue([saga, timeout], asked, { facet: "level", value: "beginner" })).toBe(1);
  expect(countValue([saga, timeout], asked, { facet: "level", value: "advanced" })).toBe(0);
  expect(countValue([saga, timeout], asked, { facet: "layer", value: "application" })).toBe(1);
});
