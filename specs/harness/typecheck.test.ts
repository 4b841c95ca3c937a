import { expect, test } from "vitest";
import { typecheckPages } from "./typecheck.ts";

const page = "specs/harness/broken/types.mdx";

test("a type error is reported at the page's line and column, a compile-fail only if it fails otherwise", () => {
  const { checked, errors } = typecheckPages([page], ".specs/fences-of-tests");

  expect(checked).toBe(4);
  expect(errors.filter((error) => error.startsWith(page))).toEqual([
    `${page}:10:13 TS2551 Property 'toFixd' does not exist on type 'number'. Did you mean 'toFixed'?`,
    `${page}:20:1 A compile-fail fence should fail with TS2345: it compiles`,
    `${page}:24:1 A compile-fail fence should fail with TS2345: it fails with TS2322`,
  ]);
}, 60_000);
