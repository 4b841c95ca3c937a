import { expect, test } from "vitest";
import { patternStatus } from "./status.ts";

const passed = { state: "passed" } as const;
const failed = { state: "failed" } as const;
const written = ["Purpose", "Architecture", "Specification"];

test("is verified when it is implemented and every spec passed", () => {
  const status = patternStatus({
    hasImplementation: true,
    headings: written,
    toDo: [],
    results: [passed, passed],
  });

  expect(status).toBe("verified");
});

test.each([
  ["one spec failed", [passed, failed]],
  ["the page has no spec", []],
  ["the report is missing or stale", undefined],
])("is only implemented when %s", (_, results) => {
  expect(patternStatus({ hasImplementation: true, headings: written, toDo: [], results })).toBe(
    "implemented",
  );
});

test("is described when only its architecture and specification are written", () => {
  expect(patternStatus({ hasImplementation: false, headings: written, toDo: [], results: [] })).toBe(
    "described",
  );
});

test("is planned when less than that is written", () => {
  const status = patternStatus({
    hasImplementation: false,
    headings: ["Purpose"],
    toDo: [],
    results: undefined,
  });

  expect(status).toBe("planned");
});

test("is a draft as long as its page names something to do, whatever passed", () => {
  const facts = { hasImplementation: true, headings: written, results: [passed] };

  expect(patternStatus({ ...facts, toDo: ["Draw the architecture"] })).toBe("draft");
});
