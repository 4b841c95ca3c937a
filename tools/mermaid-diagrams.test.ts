import { expect, test } from "vitest";
import { hashDiagram } from "../src/site/diagram-source.ts";
import { planDiagrams } from "./diagrams.ts";
import { findDiagrams } from "./mermaid-diagrams.ts";

const page = `---
title: A page
---

<Diagram name="one" title="One" description="The first." source={\`flowchart LR
  a --> b\`} />

1. In a list

   <Diagram
     name="two"
     title='Two'
     description={"The second."}
     source={\`flowchart LR
     a --> c\`}
   />

\`\`\`mdx
<Diagram name="shown" title="Not drawn" description="" source="" />
\`\`\`
`;

test("finds the diagrams of a page, nested ones too, and none that is only shown", () => {
  const found = findDiagrams("page.mdx", page);

  expect(found.map(({ name, at }) => [name, at])).toEqual([
    ["one", "page.mdx:5"],
    ["two", "page.mdx:10"],
  ]);
  expect(found[1]).toMatchObject({ title: "Two", description: "The second." });
});

test("refuses a part that only a running page could know", () => {
  const computed = '<Diagram name="x" title="X" description="X." source={`flowchart ${direction}`} />';

  expect(() => findDiagrams("page.mdx", computed)).toThrow(
    "Cannot render the diagram at page.mdx:1: source must be a string or a template without ${}",
  );
});

test("renders what is missing or stale, and removes what is on no page", () => {
  const uses = findDiagrams("page.mdx", page);
  const fresh = `<!-- sha256:${hashDiagram(uses[0]!)} -->\n<svg/>`;
  const plan = planDiagrams(
    uses,
    new Map([
      ["one", fresh],
      ["two", "<svg/>"],
      ["gone", fresh],
    ]),
  );

  expect(plan.render.map(({ name }) => name)).toEqual(["two"]);
  expect(plan.remove).toEqual(["gone"]);
});

test("refuses one name for two diagrams", () => {
  const uses = findDiagrams("page.mdx", page.replace('name="two"', 'name="one"'));

  expect(() => planDiagrams(uses, new Map())).toThrow("page.mdx:10: one is the name of another one");
});
