import { expect, test } from "vitest";
import { readPage } from "./page.ts";

const ADDRESS = "https://grove.example/page/";

/** The Markdown of a page that says only this. */
function bodyOf(content: string): string {
  const main = `<main><h1>A page</h1><div class="sl-markdown-content">${content}</div></main>`;
  return readPage(`<head></head>${main}`, ADDRESS)?.body ?? "";
}

test.for([
  ["<li>Ask again?<span>It requires time.</span></li>", "- Ask again? It requires time."],
  ["<li><span>Summary.<small>Another name</small></span></li>", "- Summary. Another name"],
  ["<p><span>12</span>entries</p>", "12 entries"],
  ["<p><strong>First</strong><code>/second</code></p>", "**First** `/second`"],
  ["<table><tr><th>Cost<span>It grows.</span></th></tr></table>", "| Cost It grows. |\n| - |"],
  ["<div><div>One</div><div>Two</div></div>", "One\n\nTwo"],
])("words that a style sheet keeps apart are apart: %s", ([html, markdown]) => {
  expect(bodyOf(html!)).toBe(markdown);
});

test.for([
  ["<p>Two <code>Tier</code>s, (<span>or three</span>).</p>", "Two `Tier`s, (or three)."],
  ["<p>The 5<sup>th</sup> is a <b>mo</b>.</p>", "The 5th is a **mo**."],
  ["<p><code><span>a</span>b<span>c</span></code></p>", "`abc`"],
  ["<p><span>12</span>/<span>40</span> of <span>30</span>%</p>", "12/40 of 30%"],
  ["<p><span>read</span>-only, <span>and so on</span>…</p>", "read-only, and so on…"],
  [`<p>The "<span>queue</span>" is <span>Ada</span>'s.</p>`, `The "queue" is Ada's.`],
])("a word stays whole, and a mark at its word: %s", ([html, markdown]) => {
  expect(bodyOf(html!)).toBe(markdown);
});

test("a form is left out with its labels, its choices and what it says of itself", () => {
  const form =
    '<form><label>First<select><option>Saga</option></select></label><p role="status">Choose two.</p></form>';

  expect(bodyOf(`<p>Before.</p>${form}<p>After.</p>`)).toBe("Before.\n\nAfter.");
});

test("a drawing is told by its description, and one that has none is left to the text", () => {
  const described = '<figure><svg role="img"><title>Way</title><desc>It goes on.</desc></svg></figure>';
  const bare =
    '<figure><svg role="img" aria-label="A tree"><text>Yes</text></svg><figcaption>A tree</figcaption></figure>';

  expect(bodyOf(described)).toBe("> **Diagram: Way.** It goes on.");
  expect(bodyOf(`${bare}<p>The tree as a list.</p>`)).toBe("The tree as a list.");
});

test("a table is named before it", () => {
  const table = "<table><caption>Body</caption><tr><th>field</th></tr><tr><td>id</td></tr></table>";

  expect(bodyOf(table)).toBe("Body\n\n| field |\n| - |\n| id |");
});

test("the paragraphs of a cell stand on lines of their own", () => {
  const table = "<table><tr><th>Instead</th></tr><tr><td><p>Outbox</p><p>Saga</p></td></tr></table>";

  expect(bodyOf(table)).toBe("| Instead |\n| - |\n| Outbox<br>Saga |");
});
