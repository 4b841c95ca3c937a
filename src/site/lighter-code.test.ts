import { expect, test } from "vitest";
import { withoutRepeatedCode, withSharedColours } from "./lighter-code.ts";

const token = (colours: string, text: string): string => `<span style="${colours}">${text}</span>`;

test("each pair of colours becomes one class, and the text stays", () => {
  const code =
    token("--0:#111;--1:#eee", "const") + token("--0:#222;--1:#ddd", "x") + token("--0:#111;--1:#eee", "=");

  expect(withSharedColours(`<head></head><p>${code}</p>`)).toBe(
    "<head><style>.tk0{--0:#111;--1:#eee}.tk1{--0:#222;--1:#ddd}</style></head>" +
      '<p><span class="tk0">const</span><span class="tk1">x</span><span class="tk0">=</span></p>',
  );
});

test("a page without code is left as it is, and so is any other style", () => {
  const html = '<head></head><p><span style="color: red">text</span></p>';

  expect(withSharedColours(html)).toBe(html);
});

function block(lines: readonly string[], copied: string): string {
  const code = lines.map((line) => `<div class="ec-line"><div class="code">${line}</div></div>`).join("");
  return (
    `<pre data-language="ts"><code>${code}</code></pre>` +
    `<div class="copy"><div aria-live="polite"></div><button title="Copy" data-code="${copied}"></button></div>`
  );
}

test("what a block shows is not carried a second time, blank lines and entities read as they are", () => {
  const lines = [
    '<span class="indent">  </span><span>a &#x3C; b</span>',
    "\n",
    "<span>c &#x26;&#x26; d</span>",
  ];
  const html = block(lines, "  a < b\u007f\u007fc &#x26;&#x26; d");

  expect(withoutRepeatedCode(html)).toBe(html.replace(/ data-code="[^"]*"/, ""));
});

test("what is copied otherwise than it is shown stays", () => {
  const html = block(["<span># a comment</span>", "<span>npm ci</span>"], "npm ci");

  expect(withoutRepeatedCode(html)).toBe(html);
});
