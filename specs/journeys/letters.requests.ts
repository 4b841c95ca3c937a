import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { LetterList } from "#grove/contracts/letter";
import { createSqlLetters, type DeadLetter } from "#implementations/loom";
import { openTenant } from "#grove/tenancy/open-tenant";
import { newTenant, ownerOf, request, type TestActor, type TestTenant } from "#specs/fixtures";

type Object = DurableObjectStub<Rpc.DurableObjectBranded>;

/** A blog, its owner, and its data. */
export async function newOwned() {
  const tenant = await newTenant({ tier: "evergreen" });
  return { tenant, owner: await ownerOf(tenant), data: openTenant(env, tenant.id) };
}

/** Puts a letter into an object, as a part of Loom does that has given something up, and ends its life. */
export async function setAside(object: Object, letter: Partial<DeadLetter>): Promise<void> {
  const whole = { from: "outbox", what: "comments", body: null, why: "a test", at: 0, ...letter };
  await runInDurableObject(object, (_, { storage }) => createSqlLetters(storage).add(whole));
}

/** A comment as a post's object keeps it. */
export function comment(text: string, isShadowed = false) {
  return { id: crypto.randomUUID(), authorId: "u-1", at: 0, isShadowed, text };
}

/** Sends a comment to a post that there is not, so that it is set aside; gives the post's object. */
export async function poison({ id }: TestTenant, postId: string, words = comment("too early")) {
  const post = openTenant(env, id).post(postId);
  await post.addComment(words);
  await post.flush();
  return post;
}

interface Asked {
  readonly by?: TestActor | undefined;
  readonly method?: string;
}

/** Sends a request to what is below `/api/letters`, in the name of somebody or of nobody. */
export async function ask(
  on: TestTenant,
  path: string,
  { by, method = "GET" }: Asked = {},
): Promise<Response> {
  return await request(on, `/api/letters${path}`, { method, headers: { ...by?.headers } });
}

export async function list(on: TestTenant, object: string, by: TestActor): Promise<LetterList["letters"]> {
  return LetterList.parse(await (await ask(on, `/${object}`, { by })).json()).letters;
}

/** Everything that an object keeps: the names of its tables, and its alarm. */
export async function keptIn(object: Object): Promise<{ tables: string[]; alarm: number | null }> {
  return await runInDurableObject(object, async (_, { storage }) => {
    const made = storage.sql.exec<{ name: string }>(
      "SELECT name FROM sqlite_schema WHERE name NOT LIKE '\\_%' ESCAPE '\\'",
    );
    return { tables: made.toArray().map(({ name }) => name), alarm: await storage.getAlarm() };
  });
}
