import { expect, test } from "vitest";
import { withoutRepeatedCode, withSharedColours, withStylesInHead } from "./lighter-code.ts";

const token = (colours: string, text: string): string => `<span style="${colours}">${text}</span>`;

/** What stands in the page behind its shared rule. */
const inBody = (html: string): string => html.slice(html.indexOf("</head>") + "</head>".length);

test("each pair of colours becomes one class, and the text stays", () => {
  const code =
    token("--0:#111;--1:#eee", "const") + token("--0:#222;--1:#ddd", "x") + token("--0:#111;--1:#eee", "=");
  const html = withSharedColours(`<head></head><p>${code}</p>`);

  expect(html).toContain(".tk0{--0:#111;--1:#eee}.tk1{--0:#222;--1:#ddd}</style></head>");
  expect(inBody(html)).toBe(
    '<p><span class="tk0">const</span><span class="tk1">x</span><span class="tk0">=</span></p>',
  );
});

test("what blocks bring with them stands in the head, once, and nothing else moves", () => {
  const [sheet, script] = [
    '<link rel="stylesheet" href="/ec.css">',
    '<script type="module" src="/ec.js"></script>',
  ];
  const figure = (brought: string): string =>
    `<div class="expressive-code">${brought}<figure></figure></div>`;
  const body = (brought: string): string =>
    `<body>${script}${figure(brought)}${figure("")}${figure(brought)}</body>`;

  expect(withStylesInHead(`<head><title>a</title></head>${body(sheet + script)}`)).toBe(
    `<head><title>a</title>${sheet}${script}</head>${body("")}`,
  );
  expect(withStylesInHead("<head></head><body></body>")).toBe("<head></head><body></body>");
});

test("a blank has no colour, and a token that is more than coloured keeps its style", () => {
  const bold = token("--0:#111;--1:#eee;--0fw:bold", "x");
  const html = withSharedColours(
    `<head></head><p>${token("--0:#111;--1:#eee", "a")}${token("--0:#111;--1:#eee", "  ")}${bold}</p>`,
  );

  expect(inBody(html)).toBe(`<p><span class="tk0">a</span>  ${bold}</p>`);
});

test("the colour that most of a block has is the block's, unless some of its text has none", () => {
  const [dot, name] = [token("--0:#111;--1:#eee", "."), token("--0:#222;--1:#ddd", "a")];
  const pre = (code: string): string => `<pre data-language="ts"><code>${code}</code></pre>`;
  const html = withSharedColours(
    `<head></head>${pre(`<div>${dot}${name}${dot}</div>`)}${pre(`${dot}${dot} and ${name}`)}`,
  );

  expect(inBody(html)).toBe(
    '<pre data-language="ts"><code class="tk0"><div>.<span class="tk1">a</span>.</div></code></pre>' +
      pre('<span class="tk0">.</span><span class="tk0">.</span> and <span class="tk1">a</span>'),
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
