import { expect, test } from "vitest";
import { typecheckPages } from "./typecheck.ts";

const page = "specs/harness/broken/types.mdx";

test("a type error is reported at the page's line and column, a compile-fail only if it fails otherwise", () => {
  const options = { project: "tsconfig.worker.json", folder: ".specs/fences-of-tests" };

  expect(typecheckPages([page], options).fences).toEqual([
    {
      path: page,
      line: 5,
      errors: [
        `${page}:10:13 TS2551 Property 'toFixd' does not exist on type 'number'. Did you mean 'toFixed'?`,
      ],
    },
    { path: page, line: 15, errors: [] },
    {
      path: page,
      line: 20,
      errors: [`${page}:20:1 A compile-fail fence should fail with TS2345: it compiles`],
    },
    {
      path: page,
      line: 24,
      errors: [`${page}:24:1 A compile-fail fence should fail with TS2345: it fails with TS2322`],
    },
  ]);
});

test("settings that the compiler cannot read are an error, not silence", () => {
  const options = { project: "no-such-tsconfig.json", folder: ".specs/fences-of-tests-2" };

  const { elsewhere } = typecheckPages([page], options);

  expect(elsewhere.filter((error) => error.includes("no-such-tsconfig.json"))).toHaveLength(1);
});
