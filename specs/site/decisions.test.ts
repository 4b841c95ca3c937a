import { expect, test } from "vitest";
import { listRepositoryFiles, readRepositoryFile } from "./repository.ts";

const manifest: Record<
  "dependencies" | "devDependencies" | "optionalDependencies",
  Record<string, string>
> = JSON.parse(readRepositoryFile("package.json"));
const pinned = Object.entries({
  ...manifest.dependencies,
  ...manifest.devDependencies,
  ...manifest.optionalDependencies,
});
const decisions = listRepositoryFiles().filter((file) => /^decisions\/.*\.md$/.test(file));

test("every dependency is pinned to one version", () => {
  const loose = pinned.filter(
    ([, version]) => !/^(?:npm:(?:@[\w-]+\/)?[\w-]+@)?\d+\.\d+\.\d+(?:-[\w.]+)?$/.test(version),
  );

  expect(pinned.length).toBeGreaterThan(10);
  expect(loose).toEqual([]);
});

test("every dependency has its line, with what it spares us and its licence, and no line is left over", () => {
  const lines = readRepositoryFile("decisions/009-dependencies.md").matchAll(
    /^\| `(?<name>[^`]+)` +\| (?<spares>[^|]{10,}) \| (?<licence>[^|]+?) +\|$/gm,
  );
  const named = [...lines].map(({ groups }) => groups?.["name"]);
  const wanted = pinned.map(([name]) => name);

  expect(wanted.filter((name) => !named.includes(name))).toEqual([]);
  expect(named).toHaveLength(wanted.length);
});

test.for(decisions)("%s says why, what, what follows and when to look again", (file) => {
  const text = readRepositoryFile(file);
  const number = /\/(\d{3})-/.exec(file)?.[1];

  expect(text).toMatch(new RegExp(`^# ${number} \\S`));
  expect(text).toContain("**Decision.**");
  expect(text).toContain("**Consequences.**");
  expect(text).toMatch(/\*\*Revisit\*\*/);
  expect(text.split("\n").length).toBeLessThan(80);
});

test("the decisions are numbered one after the other", () => {
  const numbers = decisions.map((file) => Number(/\/(\d{3})-/.exec(file)?.[1]));

  expect(numbers).toEqual(numbers.map((_, index) => index + 1));
  expect(numbers.length).toBeGreaterThanOrEqual(11);
});
