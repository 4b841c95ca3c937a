import { expect, test } from "vitest";
import { listRepositoryFiles, readRepositoryFile } from "./repository.ts";

const LARGEST_FILE = 250;
const CODE = /\.(?:ts|tsx|mjs|astro|css|sql)$/;
const PICTURES_AND_FONTS = /\.(?:png|woff2)$/;

// One letter of each stands in brackets, so that this file does not find itself.
const UNWANTED = {
  "a path of somebody's machine": /\/[w]ork\/|\/[r]oot\/|\/[h]ome\/\w|\/[U]sers\/\w/,
  "the address of a package registry": /[r]egistry\.npmjs|[n]pm\.pkg\.github/,
  "a task left undone": /\b(?:[T]ODO|[F]IXME|[X]XX)\b/,
};

const files = listRepositoryFiles();

test("there are files to look at", () => {
  expect(files.filter((file) => CODE.test(file)).length).toBeGreaterThan(50);
});

test("no source file is longer than the wall", () => {
  const long = files
    .filter((file) => CODE.test(file))
    .map((file) => ({ file, lines: readRepositoryFile(file).split("\n").length }))
    .filter(({ lines }) => lines > LARGEST_FILE);

  expect(long).toEqual([]);
});

test.for(Object.entries(UNWANTED))("nothing committed holds %s", ([, pattern]) => {
  const found = files
    .filter((file) => !PICTURES_AND_FONTS.test(file))
    .flatMap((file) =>
      readRepositoryFile(file)
        .split("\n")
        .flatMap((line, index) => (pattern.test(line) ? [`${file}:${index + 1}`] : [])),
    );

  expect(found).toEqual([]);
});

test("nothing generated is committed", () => {
  const generated = /^(?:dist|\.astro|\.wrangler|\.specs|node_modules)\/|^worker-configuration\.d\.ts$/;

  expect(files.filter((file) => generated.test(file))).toEqual([]);
});
