import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ROOT } from "../../../tools/sources.ts";
import { unknownTerms } from "./terms.ts";

const FOLDER = join(ROOT, "src/content/i18n");

test.for(readdirSync(FOLDER))("%s translates only terms that there are", (file) => {
  expect(unknownTerms(JSON.parse(readFileSync(join(FOLDER, file), "utf8")))).toEqual([]);
});

test.for([
  "Resilience",
  "Load management",
  "Overload",
  "Platform",
  "Beginner",
  "very high",
  "Requires",
  "Start here",
])("knows the term %s, and not what is misspelt", (term) => {
  expect(unknownTerms({ [`term.${term}`]: "Wort", [`term.${term}s`]: "Wort", "entry.when": "Wann" })).toEqual(
    [`term.${term}s`],
  );
});
