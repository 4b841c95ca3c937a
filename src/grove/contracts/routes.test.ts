import { inspectRoutes } from "hono/dev";
import { expect, test } from "vitest";
import { app } from "../app.ts";
import { ROUTES } from "./routes.ts";

/** Routing paths start with whose host it is; the rest is what the client asked for. */
const HOSTS = [
  ["apex", "/apex"],
  ["tenant", "/tenant/:subdomain"],
] as const;

test("the list that the documentation shows is exactly what the router answers", () => {
  const routed = inspectRoutes(app)
    .filter(({ isMiddleware, path }) => !isMiddleware && !path.endsWith("*"))
    .flatMap(({ method, path }) => {
      const [host, prefix] = HOSTS.find(([, start]) => path.startsWith(start)) ?? [];
      if (!host) return [];
      return [`${host} ${method === "ALL" ? "any" : method} ${path.slice(prefix.length) || "/"}`];
    });

  expect(ROUTES.map(({ host, method, path }) => `${host} ${method} ${path}`).toSorted()).toEqual(
    [...new Set(routed)].toSorted(),
  );
});
