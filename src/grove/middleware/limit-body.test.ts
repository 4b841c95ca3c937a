import { Hono } from "hono";
import { expect, test } from "vitest";
import type { GroveEnv } from "../context.ts";
import { limitBody } from "./limit-body.ts";

const app = new Hono<GroveEnv>().use(limitBody()).all("/", (c) => c.text("reached"));

/** A client may send a GET with a body, and the runtime hands it on, but its own constructor refuses to make one. */
function getWithBody(): Request {
  const body = new Blob(["chunk"]).stream();
  return new Proxy(new Request("http://grove.localhost/"), {
    get(request, name) {
      return name === "body" ? body : Reflect.get(request, name, request);
    },
  });
}

test("a GET that comes with a body is answered as if without", async () => {
  const answer = await app.fetch(getWithBody());

  expect(answer.status).toBe(200);
  expect(await answer.text()).toBe("reached");
});
