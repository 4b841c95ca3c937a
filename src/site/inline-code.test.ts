import { expect, test } from "vitest";
import { inlineCode } from "./inline-code.ts";

test("marks code and escapes everything", () => {
  expect(inlineCode('send `{ "a": 1 }` & wait < 1 s')).toBe(
    "send <code>{ &quot;a&quot;: 1 }</code> &amp; wait &lt; 1 s",
  );
});
