import { env } from "cloudflare:workers";
import { runInDurableObject } from "cloudflare:test";
import { ROUTES } from "#grove/contracts/routes";
import { createSqlLetters } from "#implementations/loom";
import { openTenant } from "#grove/tenancy/open-tenant";
import { newMemberOf, newPost, newTenant, type TestActor, type TestTenant } from "#specs/fixtures";
import { setAside } from "./letters.requests.ts";
import { insertMedia } from "./media.requests.ts";

/** In everything that is a tenant's own and nobody else's: whatever answer holds it has given something away. */
export const CANARY = "canary";

/** In what a tenant shows on its own host. */
export const SHOWN = "a post for all to see";

export const METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"] as const;

/** What each writing route takes, so that a request gets as far as it can. A new route that writes must be named here. */
const BODIES: Readonly<Record<string, unknown>> = {
  "POST /api/sandboxes": { tier: "king" },
  "POST /api/sandboxes/:id/sessions": { passphrase: "guessed" },
  "POST /api/sandboxes/:id/notes": { text: "A note" },
  "POST /api/sandboxes/:id/sql": { sql: "SELECT * FROM posts" },
  "POST /api/sandboxes/:id/posts/:post/reactions": { type: "like" },
  "POST /api/sandboxes/:id/posts/:post/comments": { text: "A comment" },
  "POST /api/sandboxes/:id/posts/:post/flush": undefined,
  "POST /api/sandboxes/:id/posts/:post/crash": undefined,
  "POST /api/session": { user: "u-made-up" },
  "POST /api/media": new TextEncoder().encode("%PDF-1.7"),
  "POST /api/standing/appeal": { note: "A note" },
  "PUT /api/members/:user": { role: "viewer" },
  "POST /api/letters/:object/:letter/replay": undefined,
  "POST /api/posts": { slug: "a-slug", title: "A title", markdown: "Some text." },
  "PATCH /api/posts/:post": { title: "Taken over" },
  "POST /api/posts/:post/publish": undefined,
  "POST /api/posts/:post/archive": undefined,
  "POST /api/posts/:post/reactions": { type: "like" },
  "POST /api/posts/:post/comments": { text: "A comment" },
};

const WRITING: ReadonlySet<string> = new Set(["POST", "PUT", "PATCH"]);

/** Routes that write and are not named above, and names above that are no route's. */
export function misnamedBodies(): string[] {
  const routed = ROUTES.filter(({ method }) => WRITING.has(method)).map(
    ({ method, path }) => `${method} ${path}`,
  );
  const named = Object.keys(BODIES);
  return [
    ...routed.filter((each) => !named.includes(each)),
    ...named.filter((each) => !routed.includes(each)),
  ];
}

/** The addresses that a host has, each once. */
export function pathsOf(host: "apex" | "tenant"): string[] {
  return [...new Set(ROUTES.filter((route) => route.host === host).map(({ path }) => path))];
}

/** The names of a path's parameters. */
export function parametersOf(path: string): string[] {
  return path.match(/(?<=:)\w+/g) ?? [];
}

function isBytes(body: unknown): body is Uint8Array<ArrayBuffer> {
  return body instanceof Uint8Array;
}

/** A request to a route, with what it takes. */
export function requestTo(path: string, method: string, by?: Pick<TestActor, "headers">): RequestInit {
  const body = BODIES[`${method} ${path}`];
  const typed = { "Content-Type": "application/json", "If-Match": "*", ...by?.headers };
  const written = isBytes(body) ? body : JSON.stringify(body ?? {});
  return { method, headers: typed, ...(WRITING.has(method) && { body: written }) };
}

/** What one can tell of an answer; `asked` is the part of the address that differs, and may be repeated in it. */
export async function tell(
  answer: Response,
  asked: string,
): Promise<{ readonly text: string; readonly all: string }> {
  // What a tenant has used of its limits is told to everybody, and changes with each request.
  const body = (await answer.text()).replaceAll(asked, "…").replace(/"at":\d+,"categories":.*/, "…");
  const text = body.replace(answer.headers.get("x-request-id") ?? "no id", "…");
  const names = [...answer.headers.keys()].toSorted((a, b) => a.localeCompare(b));
  return { text, all: JSON.stringify([answer.status, names, text]) };
}

/** A tenant with something to hide, and the one that others see: ids of posts, slugs of them, and a member. */
export interface Guarded {
  readonly tenant: TestTenant;
  readonly member: TestActor;
  /** Drafts, posts that are archived and those whose time has not come, by id. */
  readonly hidden: readonly string[];
  readonly hiddenSlugs: readonly string[];
  readonly shown: string;
  readonly shownSlug: string;
  /** A file that is not stored yet, and one that is. */
  readonly hiddenFile: string;
  readonly shownFile: string;
}

export async function newGuarded(): Promise<Guarded> {
  const tenant = await newTenant({ tier: "evergreen" });
  const member = await newMemberOf(tenant, "editor");
  await env.DB.prepare("UPDATE users SET display_name = ?2 WHERE id = ?1").bind(member.id, CANARY).run();
  const secret = { title: `A ${CANARY}`, description: CANARY, markdown: CANARY };
  const later = Date.now() + 86_400_000;
  const hiddenSlugs = [
    await newPost(tenant, { ...secret, status: "draft" }),
    await newPost(tenant, { ...secret, status: "archived" }),
    await newPost(tenant, { ...secret, publishedAt: later }),
  ];
  const shownSlug = await newPost(tenant, { title: SHOWN });
  const idOf = async (slug: string) =>
    (await env.DB.prepare("SELECT id FROM posts WHERE tenant_id = ? AND slug = ?")
      .bind(tenant.id, slug)
      .first<string>("id")) ?? "";
  const hidden = await Promise.all(hiddenSlugs.map(idOf));
  await env.DB.batch(
    hidden.map((id) =>
      env.DB.prepare(
        `INSERT INTO comments (tenant_id, post_id, created_at, id, author_id, text, is_shadowed)
         VALUES (?, ?, 0, 'c', 'u', ?, 0)`,
      ).bind(tenant.id, id, CANARY),
    ),
  );
  for (const id of hidden) await setAside(openTenant(env, tenant.id).post(id), { why: CANARY });
  const hiddenFile = await newFile(tenant, member, "pending");
  const shownFile = await newFile(tenant, member, "stored");
  const shown = await idOf(shownSlug);
  return { tenant, member, hidden, hiddenSlugs, shown, shownSlug, hiddenFile, shownFile };
}

async function newFile({ id }: TestTenant, by: TestActor, state: string): Promise<string> {
  const file = await insertMedia(id, by.id, { state, name: CANARY });
  await openTenant(env, id).files.put(["media", file], CANARY);
  return file;
}

const TABLES = ["media", "media_removals", "posts", "comments", "reaction_counts", "memberships", "notes"];

/** All that is the tenant's, in the database, in the objects of its posts and in R2. */
export async function everythingOf({
  tenant,
  hidden,
  shown,
  hiddenFile,
  shownFile,
}: Guarded): Promise<string> {
  const rows = await env.DB.batch([
    env.DB.prepare("SELECT * FROM tenants WHERE id = ?").bind(tenant.id),
    ...TABLES.map((table) => env.DB.prepare(`SELECT * FROM ${table} WHERE tenant_id = ?`).bind(tenant.id)),
  ]);
  const kept = await Promise.all(
    [...hidden, shown].map(
      async (postId) =>
        await runInDurableObject(openTenant(env, tenant.id).post(postId), (_, { storage }) => [
          ...storage.sql.exec("SELECT name FROM sqlite_schema WHERE name NOT LIKE '\\_%' ESCAPE '\\'"),
          ...createSqlLetters(storage).list(),
        ]),
    ),
  );
  const files = await Promise.all(
    [hiddenFile, shownFile].map(async (file) => {
      const found = await env.MEDIA.get(`tenants/${tenant.id}/media/${file}`);
      return [found?.etag, await found?.text()];
    }),
  );
  return JSON.stringify([rows.map(({ results }) => results), kept, files]);
}
