import { Hono } from "hono";
import type { GroveEnv } from "../context.ts";
import { inSandbox, NO_STORE, onlyNamed, onlySignedIn } from "./in-sandbox.ts";
import { askPost, onlyPublished, postHere, posts } from "./posts.ts";

/** A sandbox's post, and what nobody may do to another tenant's: look into its object, hurry it, and have it crash. */
export const sandboxPosts = new Hono<GroveEnv>()
  .post("*", onlyNamed())
  .use(inSandbox())
  .use("/:post/*", onlyPublished())
  .route("/", posts)
  .get("/:post/outbox", async (c) => {
    const state = await askPost(c, async (post) => await post.getOutbox());
    return c.json(state, 200, NO_STORE);
  })
  .post("/:post/flush", onlySignedIn(), async (c) => {
    const flushed = await askPost(c, async (post) => await post.flush());
    return c.json(flushed, 200, NO_STORE);
  })
  .post("/:post/crash", onlySignedIn(), async (c) => {
    // The call never comes back from an object that is no more.
    await postHere(c)
      .crash()
      .catch(() => undefined);
    return c.body(null, 204, NO_STORE);
  });
