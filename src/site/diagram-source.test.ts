import { expect, test } from "vitest";
import { hashDiagram, normalizeDiagram, readDiagramHash, sizeStyle } from "./diagram-source.ts";

const text = { source: "flowchart LR\n  a --> b", title: "A to B", description: "A leads to B." };

test("does not see how deep the page has indented it", () => {
  const indented = "flowchart LR\n      a --> b\n        b --> c\n";

  expect(normalizeDiagram(indented)).toBe("flowchart LR\na --> b\n  b --> c");
  expect(normalizeDiagram("\n  flowchart LR\n    a --> b\n")).toBe(
    normalizeDiagram("flowchart LR\n  a --> b"),
  );
});

test("changes with the source, the title and the description", () => {
  const hashes = [
    hashDiagram(text),
    hashDiagram({ ...text, source: "flowchart LR\n  a --> c" }),
    hashDiagram({ ...text, title: "B to A" }),
    hashDiagram({ ...text, description: "B follows A." }),
  ];

  expect(new Set(hashes).size).toBe(4);
});

test("reads back the hash that a rendered diagram carries", () => {
  expect(readDiagramHash(`<!-- sha256:${hashDiagram(text)} -->\n<svg/>`)).toBe(hashDiagram(text));
  expect(readDiagramHash("<svg/>")).toBeUndefined();
});

test("tells a rendered diagram's size, and says so where it has none", () => {
  const svg = '<svg id="d" width="554" class="flowchart" viewBox="4 4 553 809.5" style="min-width: 443px;">';

  expect(sizeStyle(`${svg}<svg width="1"></svg></svg>`)).toBe(
    "--width:554px;--least:443px;--ratio:553/809.5",
  );
  expect(() => sizeStyle('<svg width="554">')).toThrow(
    'Cannot tell how large a diagram is: <svg width="554">',
  );
});
