import { expect, test } from "vitest";
import { inlineScriptHashes } from "./csp.ts";

// From the specification: https://www.w3.org/TR/CSP3/#example-f07c5ee5
const KNOWN = "sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng=";

test("hashes what a browser would hash", () => {
  expect(inlineScriptHashes("<script>alert('Hello, world.');</script>")).toEqual([KNOWN]);
  expect(inlineScriptHashes(`<SCRIPT type="module">alert('Hello, world.');</SCRIPT>`)).toEqual([KNOWN]);
});

test("leaves out what is not inline, and what is not executed", () => {
  const html = `<script src="/a.js"></script><script type="application/json">{}</script>`;

  expect(inlineScriptHashes(html)).toEqual([]);
});
