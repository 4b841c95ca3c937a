import { Hono } from "hono";
import type { GroveEnv } from "../context.ts";

/** Says that the Worker answers. It asks nothing of the database, so that a slow one does not take the Worker down. */
export const health = new Hono<GroveEnv>().get("/", (c) =>
  c.json({ status: "ok" } as const, 200, { "Cache-Control": "no-store" }),
);
