import { DOMAINS, subDomainsOf } from "./domains.ts";
import type { Entry } from "./entry.ts";
import { idsOf, type RelationKind } from "./vocabulary.ts";

const PITCH = 216;
const BOX = { width: 172, height: 22 };
const ROW = 26;
const GAP = 12;
const TOP = 30;

export interface GraphNode {
  readonly entry: Entry;
  readonly x: number;
  readonly y: number;
}

export interface GraphEdge {
  readonly kind: RelationKind;
  readonly from: string;
  readonly to: string;
  /** An SVG path. */
  readonly line: string;
}

export interface GraphLayout {
  readonly width: number;
  readonly height: number;
  readonly box: typeof BOX;
  readonly columns: readonly { readonly title: string; readonly x: number }[];
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
}

/** Where each entry stands in the graph: a column for each domain, its parts one below the other; in SVG units. */
export function layOutGraph(entries: readonly Entry[]): GraphLayout {
  const columns = idsOf(DOMAINS).map((domain, index) => ({
    title: DOMAINS[domain].title,
    x: index * PITCH,
    parts: Object.keys(subDomainsOf(domain)).map((part) =>
      entries.filter((entry) => entry.domain === domain && entry.subDomain === part),
    ),
  }));
  const nodes = columns.flatMap(({ x, parts }) => {
    let y = TOP;
    return parts.flatMap((part) => {
      const placed = part.map((entry, row) => ({ entry, x, y: y + row * ROW }));
      y += part.length * ROW + GAP;
      return placed;
    });
  });
  const at = new Map(nodes.map((node) => [node.entry.slug, node]));
  const edges = entries.flatMap(({ slug, relations }) =>
    relations.flatMap(({ to, kind }) => {
      const [start, end] = [at.get(slug), at.get(to)];
      return start && end ? [{ kind, from: slug, to, line: lineBetween(start, end) }] : [];
    }),
  );
  return {
    width: (columns.length - 1) * PITCH + BOX.width,
    height: Math.max(...nodes.map(({ y }) => y)) + BOX.height,
    box: BOX,
    columns,
    nodes,
    edges,
  };
}

/** From the sides that face each other; within a column, round by its right. */
function lineBetween(a: GraphNode, b: GraphNode): string {
  const [y1, y2] = [a.y + BOX.height / 2, b.y + BOX.height / 2];
  if (a.x === b.x) {
    const x = a.x + BOX.width;
    const bend = x + Math.min(38, 10 + Math.abs(y2 - y1) / 8);
    return `M${x} ${y1}C${bend} ${y1} ${bend} ${y2} ${x} ${y2}`;
  }
  const [x1, x2] = a.x < b.x ? [a.x + BOX.width, b.x] : [a.x, b.x + BOX.width];
  const half = (x1 + x2) / 2;
  return `M${x1} ${y1}C${half} ${y1} ${half} ${y2} ${x2} ${y2}`;
}
