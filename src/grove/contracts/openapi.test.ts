import { expect, test } from "vitest";
import { z } from "zod";
import { NewComment } from "./comment.ts";
import { methodsOf, openApiOf, pathOf } from "./openapi.ts";
import { PostDraft, WholePost } from "./post.ts";
import type { RouteEntry } from "./route-entry.ts";
import { ROUTES } from "./routes.ts";

const { paths } = openApiOf(ROUTES);

const operations = ROUTES.flatMap((route) =>
  methodsOf(route).map((method) => ({ route, method, name: `${method} ${pathOf(route)}` })),
);

type Operation = ReturnType<typeof openApiOf>["paths"][string][string] | undefined;

const sentTo = (operation: Operation) =>
  operation && "requestBody" in operation ? operation.requestBody?.content : undefined;
const answeredBy = (operation: Operation) =>
  (operation?.responses["200"] ?? operation?.responses["201"])?.content;

const contract = (schema: z.ZodType, io: "input" | "output") => {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io });
  return { "application/json": { schema: rest } };
};

test("the document has the routes that there are, and no other", () => {
  const written = Object.entries(paths).flatMap(([path, item]) =>
    Object.keys(item).map((method) => `${method} ${path}`),
  );

  expect(written.toSorted()).toEqual(operations.map(({ name }) => name).toSorted());
});

test.each(operations)("$name is described by its contracts", ({ route, method }) => {
  const operation = paths[pathOf(route)]?.[method];
  const inPath = operation?.parameters.filter((it) => it.in === "path").map(({ name }) => `{${name}}`);

  expect(sentTo(operation)).toEqual(route.body && contract(route.body, "input"));
  expect(answeredBy(operation)).toEqual(route.answer && contract(route.answer, "output"));
  expect(inPath).toEqual(pathOf(route).match(/\{\w+\}/g) ?? []);
  expect(Object.keys(operation?.responses ?? {})).toEqual([...Object.keys(route.answers), "default"]);
});

test("what a route parses by and answers with is what the document shows", () => {
  const desk = paths["/api/posts"];
  const comments = paths["/api/posts/{post}/comments"];

  expect(desk?.["post"]).toMatchObject({
    requestBody: { content: contract(PostDraft, "input") },
    responses: { 201: { content: contract(WholePost, "output") } },
    security: [{ session: [] }],
  });
  expect(desk?.["get"]?.parameters.map(({ name, required }) => ({ name, required }))).toEqual([
    { name: "status", required: false },
    { name: "limit", required: false },
    { name: "cursor", required: false },
  ]);
  expect(desk?.["get"]).toMatchObject({ security: [{}, { session: [] }] });
  expect(comments?.["post"]).toMatchObject({ requestBody: { content: contract(NewComment, "input") } });
});

test("two routes of one method and path are refused", () => {
  const route: RouteEntry = { host: "apex", method: "GET", path: "/a/:b", does: "", answers: {} };

  expect(() => openApiOf([route, { ...route, host: "tenant" }])).toThrow("get /a/{b}");
});
