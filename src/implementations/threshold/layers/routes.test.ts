import { expect, test } from "vitest";
import { createRouteTable } from "./routes.ts";

const find = createRouteTable(
  [
    "POST /api/posts/:id/publish",
    "POST /api/posts/:id",
    "GET /api/posts/*",
    "* /api/account",
    "* /",
    "DELETE /files/*",
  ].map((route) => ({ route })),
);

function found(method: string, path: string): string | undefined {
  return find(method, path)?.route;
}

test("finds the pattern that a path fits, whatever stands in its open places", () => {
  expect(found("POST", "/api/posts/17")).toBe("POST /api/posts/:id");
  expect(found("POST", "/api/posts/%2F")).toBe("POST /api/posts/:id");
  expect(found("POST", "/api/posts/17/publish")).toBe("POST /api/posts/:id/publish");
});

test("an open place is one segment, neither none nor two", () => {
  expect(found("POST", "/api/posts")).toBeUndefined();
  expect(found("POST", "/api/posts/")).toBeUndefined();
  expect(found("POST", "/api/posts/17/edit")).toBeUndefined();
});

test("a last star is any number of segments", () => {
  expect(found("GET", "/api/posts")).toBe("GET /api/posts/*");
  expect(found("GET", "/api/posts/17/comments/3")).toBe("GET /api/posts/*");
  expect(found("GET", "/api")).toBeUndefined();
  expect(found("DELETE", "/files/a/b")).toBe("DELETE /files/*");
});

test("a star for a method is any, and other methods are told apart", () => {
  expect(found("PATCH", "/api/account")).toBe("* /api/account");
  expect(found("DELETE", "/api/posts/17")).toBeUndefined();
  expect(found("post", "/api/posts/17")).toBeUndefined();
});

test("slashes at the end or twice do not make another route, so they do not make another count", () => {
  expect(found("POST", "/api/posts/17/")).toBe("POST /api/posts/:id");
  expect(found("POST", "//api//posts/17")).toBe("POST /api/posts/:id");
  expect(found("GET", "/")).toBe("* /");
  expect(found("GET", "")).toBe("* /");
});

test("a path that is written with escapes is found as a router finds it", () => {
  expect(found("POST", "/api/%70osts/17")).toBe("POST /api/posts/:id");
  expect(found("POST", "/%61%70%69/posts/%zz")).toBe("POST /api/posts/:id");
  expect(found("POST", "/api/%2570osts/17")).toBeUndefined();
  expect(found("POST", "/api%2Fposts/17")).toBeUndefined();
  expect(found("POST", "/api/%ffposts/17")).toBeUndefined();
});

test("the first that fits is found", () => {
  const first = createRouteTable([{ route: "GET /a/:b" }, { route: "GET /a/b" }]);

  expect(first("GET", "/a/b")?.route).toBe("GET /a/:b");
});

test("refuses a route that is no method and path", () => {
  for (const route of ["", "GET", "/a", "get /a", "GET a", "GET /a b", "GET  /a"]) {
    expect(() => createRouteTable([{ route }])).toThrow(
      `Cannot read a route: found "${route}", must be like "POST /api/posts/:id"`,
    );
  }
});
