import { askTwice, stubsOf } from "#implementations/loom";
import type { PostDO } from "./objects/post-do.ts";
import type { PostKey } from "./storage/comments.ts";

/** The object of a post, whether or not there is such a post. */
export function postObject(
  env: Pick<Env, "POSTS">,
  { tenantId, postId }: PostKey,
): DurableObjectStub<PostDO> {
  return stubsOf(env.POSTS, "post")(tenantId, postId);
}

/** Asks a post's object, and once more where that helps. */
export async function askPost<Answer>(
  env: Pick<Env, "POSTS">,
  key: PostKey,
  ask: (post: DurableObjectStub<PostDO>) => Promise<Answer>,
): Promise<Answer> {
  return await askTwice(() => postObject(env, key), ask);
}
