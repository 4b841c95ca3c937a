import { env } from "cloudflare:workers";
import { CommentList } from "#grove/contracts/comment";
import { WholePost } from "#grove/contracts/post";
import { openTenant } from "#grove/tenancy/open-tenant";
import { clock, newMemberOf, request, type TestActor } from "#specs/fixtures";
import fc from "fast-check";
import { newBlog, publish, send, type TestBlog, write } from "./post-api.requests.ts";
import { escalate } from "./shadow-bans.requests.ts";

const MINUTE = 60_000;
/** Not in the past, where the platform would find alarms overdue. */
const BEGIN = Date.now();

/** A blog, and an editor of it who is or is not shadow banned, and to whom it looks the same. */
export interface Twin extends TestBlog {
  readonly subject: TestActor;
  /** The posts that the blog has and those that were made, in their order. */
  readonly posts: { readonly id: string; etag: string }[];
}

/** One thing that is done to posts: `post` and `slug` are taken from what there is, and wrap around. */
export interface Act {
  readonly does: Does;
  readonly post: number;
  readonly slug: number;
  readonly ifMatch: "right" | "stale" | "any";
}

type Does = keyof typeof ACTS;

/** The place of the post that the editor had before. */
const OWN = 2;

/** What an act is done with. */
interface Means {
  readonly twin: Twin;
  /** The post's path in the API, its id, and what a change of it is to name. */
  readonly path: string;
  readonly id: string;
  readonly match: string;
  readonly word: string;
}

const ACTS = {
  create: async ({ twin, word }: Means) =>
    await ask(twin, "", { method: "POST", body: { slug: word, title: word, markdown: word } }),
  rename: async ({ twin, path, word, match }: Means) =>
    await ask(twin, path, { method: "PATCH", body: { slug: word }, ifMatch: match }),
  reword: async ({ twin, path, word, match }: Means) =>
    await ask(twin, path, { method: "PATCH", body: { title: `About ${word}` }, ifMatch: match }),
  publish: async ({ twin, path, match }: Means) =>
    await ask(twin, `${path}/publish`, { method: "POST", ifMatch: match }),
  archive: async ({ twin, path, match }: Means) =>
    await ask(twin, `${path}/archive`, { method: "POST", ifMatch: match }),
  delete: async ({ twin, path, match, id }: Means) => {
    // What is their own they delete for everybody.
    const isOwn = id === twin.posts[OWN]?.id;
    return await ask(twin, path, isOwn ? {} : { method: "DELETE", ifMatch: match });
  },
  read: async ({ twin, path }: Means) => await ask(twin, path),
  list: async ({ twin }: Means) => await ask(twin, "?limit=2"),
  "list drafts": async ({ twin }: Means) => await ask(twin, "?status=draft"),
  home: async ({ twin }: Means) => await visit(twin, "/"),
  page: async ({ twin, word }: Means) => await visit(twin, `/posts/${word}`),
  feed: async ({ twin }: Means) => await visit(twin, "/feed.xml"),
  comment: async ({ twin, path, word }: Means) =>
    await ask(twin, `${path}/comments`, { method: "POST", body: { text: `About ${word}` } }),
  answer: async ({ twin, path }: Means) => {
    const shown = CommentList.safeParse(await (await ask(twin, `${path}/comments`)).json());
    const [newest] = shown.data?.comments ?? [];
    const body = { text: "An answer", ...(newest && { parentId: newest.id }) };
    return await ask(twin, `${path}/comments`, { method: "POST", body });
  },
  react: async ({ twin, path }: Means) =>
    await ask(twin, `${path}/reactions`, { method: "POST", body: { type: "like" } }),
  comments: async ({ twin, path }: Means) => await ask(twin, `${path}/comments`),
  reactions: async ({ twin, path }: Means) => await ask(twin, `${path}/reactions`),
  /** Nobody asks for it: what is on its way goes to D1, and what D1 takes not is set aside. */
  flush: async ({ twin, id }: Means) => {
    const object = openTenant(env, twin.tenant.id).post(id);
    await object.flush();
    return Response.json((await object.getOutbox()).letters);
  },
};

/** As many of each as an hour, or five minutes, has room for. */
const MOST: Partial<Record<Does, number>> = {
  create: 10,
  rename: 14,
  reword: 15,
  comment: 14,
  answer: 15,
};

export const SLUGS = ["first", "second", "third", "fourth"];

export const act: fc.Arbitrary<Act> = fc.record({
  does: fc.constantFrom(...(Object.keys(ACTS) as Does[])),
  post: fc.nat(6),
  slug: fc.nat(SLUGS.length - 1),
  ifMatch: fc.constantFrom("right", "right", "right", "stale", "any"),
});

/** A twin whose editor has just served a slowdown, or a block that left a shadow ban. */
async function newTwin(isShadowed: boolean): Promise<Twin> {
  clock.set(BEGIN);
  const blog = await newBlog({ tier: "seedling" });
  const { tenant, owner } = blog;
  const subject = await newMemberOf(tenant, "editor");
  const first = await publish(tenant, owner, await write(tenant, owner, { slug: "first", title: "First" }));
  clock.advance(1);
  const second = await write(tenant, owner, { slug: "second", title: "Second" });
  clock.advance(1);
  const third = await publish(
    tenant,
    subject,
    await write(tenant, subject, { slug: "third", title: "Third" }),
  );
  await send(tenant, `/${first.id}/comments`, { by: owner, method: "POST", body: { text: "Welcome" } });
  await escalate(subject, isShadowed ? 4 : 3);
  clock.advance(5 * MINUTE);
  const posts = [first, second, third].map(({ id, version }) => ({ id, etag: `"${version}"` }));
  return { ...blog, subject, posts };
}

/** Both, when what barred their editors is over. */
export async function newTwins(): Promise<readonly [ordinary: Twin, shadowed: Twin]> {
  return [await newTwin(false), await newTwin(true)];
}

/** The acts that fit into the limits: to reach one would be a step on the ladder, where the two stand on different rungs. */
export function withinLimits(acts: readonly Act[]): Act[] {
  const made = new Map<string, number>();
  return acts.filter(({ does }) => {
    const count = (made.get(does) ?? 0) + 1;
    made.set(does, count);
    return count <= (MOST[does] ?? Infinity);
  });
}

/** Does it in the editor's name. */
export async function perform(twin: Twin, { does, post, slug, ifMatch }: Act): Promise<Response> {
  const { id, etag } = twin.posts[post % twin.posts.length]!;
  const match = { right: etag, stale: '"77"', any: "*" }[ifMatch];
  return await ACTS[does]({ twin, path: `/${id}`, id, match, word: SLUGS[slug]! });
}

async function ask({ tenant, subject: by }: Twin, path: string, sent: Parameters<typeof send>[2] = {}) {
  return await send(tenant, path, { by, ...sent });
}

async function visit({ tenant, subject }: Twin, path: string): Promise<Response> {
  return await request(tenant, path, { headers: { ...subject.headers } });
}

/** An answer as its reader sees it, whole, with what differs between any two blogs named alike. */
export function createEyes({ tenant, owner, subject, posts }: Twin) {
  const names = new Map([
    [tenant.origin, "blog"],
    [new URL(tenant.origin).hostname, "host"],
    [owner.id, "owner"],
    [subject.id, "subject"],
  ]);
  let seen = 0;
  const uuid = /[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}/g;

  function alike(text: string): string {
    // Each blog has a colour of its own.
    let told = text.replace(/accent-\d/, "accent");
    for (const [own, name] of names) told = told.replaceAll(own, name);
    return told.replace(uuid, (id) => {
      const name = names.get(id) ?? `id ${(seen += 1)}`;
      names.set(id, name);
      return name;
    });
  }

  return async (answer: Response, does: Does): Promise<string> => {
    const text = await answer.text();
    if (does === "create" && answer.status === 201)
      posts.push({ id: WholePost.parse(JSON.parse(text)).id, etag: '"1"' });
    const etag = answer.headers.get("etag");
    const changed = posts.find(({ id }) => text.startsWith(`{"id":"${id}"`));
    if (changed && etag !== null) changed.etag = etag;
    // Each request has an id of its own, and the tag of a page is a hash of all that it says.
    const isHash = etag !== null && !/^"\d+"$/.test(etag);
    const requestId = answer.headers.get("x-request-id") ?? "none";
    const headers = { ...Object.fromEntries(answer.headers), ...(isHash && { etag: "hash" }) };
    const body = text.replace(/(?<="next":")[^"]+/, (cursor) => atob(cursor));
    return alike(`${answer.status} ${JSON.stringify(headers)} ${body}`.replaceAll(requestId, "new"));
  };
}
