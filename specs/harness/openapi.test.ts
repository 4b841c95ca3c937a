import { Validator } from "@seriousme/openapi-schema-validator";
import { expect, test } from "vitest";
import { openApiOf } from "#grove/contracts/openapi";
import { ROUTES } from "#grove/contracts/routes";

/** The document as it is published. */
const published = () => structuredClone(openApiOf(ROUTES));

test("the document is OpenAPI 3.1, by its meta-schema", async () => {
  const validator = new Validator();

  expect(await validator.validate(published())).toEqual({ valid: true });
  expect(validator.version).toBe("3.1");
});

test("a document that is not is told apart", async () => {
  const { info: _, ...nameless } = published();

  expect((await new Validator().validate(nameless)).valid).toBe(false);
});
