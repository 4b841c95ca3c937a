import { expect, test } from "vitest";
import { tellBuilt } from "./built-patterns.ts";

const loom = { title: "Loom", status: "verified" } as const;
const prism = { title: "Prism", status: "implemented" } as const;
const lantern = { title: "Lantern", status: "draft" } as const;
const firefly = { title: "Firefly", status: "planned" } as const;

test.for([
  [[], "None is built."],
  [[firefly], "None is built. One is to come."],
  [[prism, loom], "Loom and Prism are built."],
  [[loom, firefly, lantern], "Loom is built. Two are to come."],
  [[loom, ...Array.from({ length: 11 }, () => firefly)], "Loom is built. 11 are to come."],
] as const)("%j: %s", ([patterns, sentences]) => {
  expect(tellBuilt(patterns)).toBe(sentences);
});
