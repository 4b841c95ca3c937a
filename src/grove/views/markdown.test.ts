import fc from "fast-check";
import { expect, test } from "vitest";
import { renderMarkdown } from "./markdown.ts";

test("shows HTML as the text that it is", () => {
  expect(renderMarkdown('<script>alert(1)</script>\n\n<b onclick="x()">b</b>')).not.toMatch(/<(?:script|b)/);
});

test.for([
  "[x](javascript:alert(1))",
  "[x](JaVaScRiPt:alert(1))",
  "[x](java\tscript:alert(1))",
  "[x](&#106;avascript:alert(1))",
  "[x](data:text/html,x)",
  "[x](vbscript:x)",
  "[x](file:///etc/passwd)",
  "<javascript:alert(1)>",
  "[x][1]\n\n[1]: javascript:alert(1)",
])("makes no link of %j", (source) => {
  expect(renderMarkdown(source)).not.toContain("<a");
});

test("marks links that leave the blog, and only those", () => {
  expect(renderMarkdown("[x](https://example.com/)")).toContain('rel="nofollow ugc"');
  expect(renderMarkdown("[x](//example.com/)")).toContain('rel="nofollow ugc"');
  expect(renderMarkdown("[x](/posts/first)")).toBe('<p><a href="/posts/first">x</a></p>\n');
});

test("shows the blog's own files, and of images from elsewhere the words that stand for them", () => {
  expect(renderMarkdown("![A robin](/api/media/robin)")).toBe(
    '<p><img src="/api/media/robin" alt="A robin"></p>\n',
  );
  expect(renderMarkdown("![A *robin*](https://example.com/api/media/r)")).toBe("<p>A robin</p>\n");
  expect(renderMarkdown("![A robin](//example.com/api/media/r)")).toBe("<p>A robin</p>\n");
  expect(renderMarkdown("![<i>](https://example.com/api/media/r)")).toBe("<p>&lt;i&gt;</p>\n");
});

test.for([
  "/api/posts",
  "robin",
  "/api/media/../posts",
  "/api/media/%2E%2e/posts",
  "/api/media\\..\\posts",
  "/API/media/robin",
])("no image makes its readers' browsers ask for %s: it is no file", (url) => {
  expect(renderMarkdown(`![A robin](${url})`)).toBe("<p>A robin</p>\n");
});

test("nests headings below the page's own, without gaps", () => {
  const html = renderMarkdown("### a\n\n###### b\n\n### c\n\n# d\n\n## e");

  expect(html.match(/<h\d/g)).toEqual(["<h2", "<h3", "<h2", "<h2", "<h3"]);
  expect(html.match(/<\/h\d/g)).toEqual(["</h2", "</h3", "</h2", "</h2", "</h3"]);
});

test("aligns the cells of a table without a style attribute", () => {
  const html = renderMarkdown("| a | b |\n| --: | --- |\n| 1 | 2 |");

  expect(html).toContain('<td class="align-right">1</td>');
  expect(html).not.toContain("style=");
});

test("lets code and tables be scrolled by keyboard", () => {
  expect(renderMarkdown("```ts\nlet a;\n```")).toContain('<pre role="group" aria-label="Code" tabindex="0">');
  expect(renderMarkdown("    let a;")).toContain('<pre role="group" aria-label="Code" tabindex="0">');
});

const FRAGMENTS = [
  ...Array.from("<>&\"'`[]()!|#*_~-=:/\\ \n\t"),
  "<script>",
  "<img src=x onerror=alert(1)>",
  "javascript:",
  "data:text/html,",
  "https://example.com/",
  "/own.png",
  "![",
  "](",
  "```",
  "| a | b |\n| :-: | --: |\n",
  "&#60;",
  "&lt;",
  "text",
];

const VALUE = '"[^"<>]*"';
const PLAIN = "p|h[2-6]|ul|li|blockquote|em|strong|s|thead|tbody|tr|hr|br|table|code";
const OPENING = [
  `(?:${PLAIN})`,
  'ol(?: start="\\d+")?',
  `code class="language-${VALUE.slice(1)}`,
  't[hd](?: class="align-\\w+")?',
  'pre role="group" aria-label="Code" tabindex="0"',
  'div class="wide" role="group" aria-label="Table" tabindex="0"',
  `a href=${VALUE}(?: title=${VALUE})?(?: rel="nofollow ugc")?`,
  `img src=${VALUE} alt=${VALUE}(?: title=${VALUE})?`,
].join("|");
/** Every tag that the renderer may write, with every attribute that it may have. */
const TAG = new RegExp(`<(?:/(?:${PLAIN}|ol|t[hd]|pre|div|a)|${OPENING})>`, "g");

test("writes no tag, no attribute and no address but its own, whatever it is given", () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...FRAGMENTS), { maxLength: 40 }), (parts) => {
      const html = renderMarkdown(parts.join(""));
      const addresses = Array.from(html.matchAll(/(?:href|src)="([^"]*)"/g), ([, url]) => url!);
      const protocols = addresses.map((url) => URL.parse(url, "https://blog.invalid")?.protocol);

      expect(html.replaceAll(TAG, "")).not.toMatch(/[<>]/);
      expect(["https:", "mailto:"]).toEqual(expect.arrayContaining([...new Set(protocols)]));
    }),
    { numRuns: 3_000 },
  );
});
