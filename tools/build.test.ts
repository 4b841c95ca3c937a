import { expect, test } from "vitest";
import type { EvidenceReport } from "../src/site/report.ts";
import { judgeEvidence } from "./build.ts";

const passed = { title: "Holds", line: 1, state: "passed", durationMs: 1 } as const;

const report: EvidenceReport = {
  commit: "unknown",
  dirty: false,
  ranAt: "2026-11-20T00:00:00Z",
  sources: "",
  runtime: "workerd",
  outcome: "passed",
  pages: { "page.mdx": { specs: [passed], compileFails: [] } },
};

test("evidence passes when a whole run of these sources passed", () => {
  expect(judgeEvidence({ report, fresh: true })).toBe("passing");
});

test("evidence fails when something failed that stands on no page", () => {
  expect(judgeEvidence({ report: { ...report, outcome: "failed" }, fresh: true })).toBe("failing");
});

test("evidence fails when no spec ran", () => {
  const empty = { ...report, pages: { "page.mdx": { specs: [], compileFails: [] } } };

  expect(judgeEvidence({ report: empty, fresh: true })).toBe("failing");
});

test("evidence of other sources, or none, is no evidence", () => {
  expect(judgeEvidence({ report, fresh: false, why: "" })).toBe("stale");
  expect(judgeEvidence({ report: undefined, fresh: false, why: "" })).toBe("missing");
});
