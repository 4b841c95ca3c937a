import { env } from "cloudflare:workers";
import { LARGEST_FILE_BYTES, Media, MediaPage } from "#grove/contracts/media";
import { Problem } from "#grove/contracts/problem";
import { clock, newActor, newTenant, ownerOf, request } from "#specs/fixtures";
import { expect, test } from "vitest";
import { ask, insertMany, insertMedia, keptOf, png, stored, upload } from "./media.requests.ts";
import { newBlog, type TestBlog } from "./post-api.requests.ts";

test("a file is uploaded, seen by everybody as what it is, and deleted from where it was", async () => {
  const { tenant, author } = await newBlog();
  const created = await upload(tenant, { by: author, body: png(3), name: "caf%C3%A9%20(1).png" });
  const media = Media.parse(await created.json());
  const shown = await request(tenant, created.headers.get("location")!);
  const bytes = new Uint8Array(await shown.arrayBuffer());
  const kept = await keptOf(tenant);
  const deleted = await ask(tenant, media.id, { by: author, method: "DELETE" });
  const again = await ask(tenant, media.id, { by: author, method: "DELETE" });
  const gone = await ask(tenant, media.id);

  expect(created.status).toBe(201);
  expect(media).toMatchObject({ name: "café (1).png", type: "image/png", bytes: 11, uploaderId: author.id });
  expect(Object.fromEntries(shown.headers)).toMatchObject({
    "content-type": "image/png",
    "content-length": "11",
    "content-disposition": "inline; filename*=UTF-8''caf%C3%A9%20%281%29.png",
    "content-security-policy": "sandbox; default-src 'none'",
    "x-content-type-options": "nosniff",
    "cache-control": "public, max-age=31536000, immutable",
    etag: `"${media.id}"`,
  });
  expect(bytes).toEqual(png(3));
  expect(kept).toEqual({ objects: [media.id], rows: [media.id] });
  expect([deleted.status, again.status, gone.status]).toEqual([204, 404, 404]);
  expect(await keptOf(tenant)).toEqual({ objects: [], rows: [] });
});

test.for([
  ["as it is", (tag: string) => tag, 304],
  ["weakly", (tag: string) => `W/${tag}`, 304],
  ["among others", (tag: string) => `"a", ${tag}`, 304],
  ["by a star", () => "*", 304],
  ["not at all", () => '"a"', 200],
] as const)("If-None-Match that names a file %s", async ([, write, status]) => {
  const { tenant, owner } = await newBlog();
  const { id } = await stored(tenant, { by: owner });
  const answer = await ask(tenant, id, { headers: { "If-None-Match": write(`"${id}"`) } });

  expect(answer.status).toBe(status);
  expect(answer.headers.get("etag")).toBe(`"${id}"`);
  expect((await answer.arrayBuffer()).byteLength).toBe(status === 304 ? 0 : 8);
});

test("a PDF is saved and not opened; a file without a name has none", async () => {
  const { tenant, owner } = await newBlog();
  const { id, name } = await stored(tenant, { by: owner, body: "%PDF-1.7<script>" });
  const answer = await ask(tenant, id);

  expect(name).toBeNull();
  expect(answer.headers.get("content-type")).toBe("application/pdf");
  expect(answer.headers.get("content-disposition")).toBe("attachment");
});

test.for([
  ["SVG", "<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", 415],
  ["HTML", "<!doctype html>", 415],
  ["nothing", "", 415],
  ["the beginning of a PNG", "\u0089PNG", 415],
  ["one byte too many", png(LARGEST_FILE_BYTES - 7), 413],
] as const)("%s is refused, whatever it is called, and leaves nothing", async ([, body, status]) => {
  const { tenant, owner } = await newBlog();
  const answer = await upload(tenant, {
    by: owner,
    body,
    name: "a.png",
    headers: { "Content-Type": "image/png" },
  });

  expect(answer.status).toBe(status);
  expect(await keptOf(tenant)).toEqual({ objects: [], rows: [] });
});

test("a file of ten million bytes is stored, also if its length is not told", async () => {
  const { tenant, owner } = await newBlog();
  const inChunks = (bytes: Uint8Array<ArrayBuffer>) => new Blob([bytes]).stream();
  const whole = await upload(tenant, { by: owner, body: inChunks(png(LARGEST_FILE_BYTES - 8)) });
  const larger = await upload(tenant, { by: owner, body: inChunks(png(LARGEST_FILE_BYTES - 7)) });

  expect([whole.status, larger.status]).toEqual([201, 413]);
  expect((await keptOf(tenant)).objects).toHaveLength(1);
});

test.for([
  ["a folder", "..%2Fa.png"],
  ["a line of its own", "a%0D%0AX-Evil:%201"],
  ["half a character", "%C3"],
  ["an end turned around", "a%E2%80%AEgnp.exe"],
  ["nothing but space", "%20"],
  ["201 characters", "a".repeat(201)],
])("a name with %s is refused", async ([, name]) => {
  const { tenant, owner } = await newBlog();
  const answer = await upload(tenant, { by: owner, name });

  expect(answer.status).toBe(400);
  expect(Problem.parse(await answer.json()).title).toBe("A header is not what was asked for");
});

const ROLES = ["owner", "admin", "editor", "author", "viewer", "stranger", "nobody"] as const;

/** What each is answered who uploads, lists, reads, deletes the owner's, and deletes the author's. */
const MATRIX: Readonly<Record<(typeof ROLES)[number], readonly number[]>> = {
  owner: [201, 200, 200, 204, 204],
  admin: [201, 200, 200, 204, 204],
  editor: [201, 200, 200, 204, 204],
  author: [201, 200, 200, 403, 204],
  viewer: [403, 200, 200, 403, 403],
  stranger: [403, 403, 200, 403, 403],
  nobody: [401, 401, 200, 401, 401],
};

async function actorIn(blog: TestBlog, role: (typeof ROLES)[number]) {
  if (role === "nobody") return undefined;
  return role === "stranger" ? await newActor() : blog[role];
}

test.for(ROLES)("%s may do what the table says", async (role) => {
  const blog = await newBlog();
  const { tenant, owner, author } = blog;
  const by = await actorIn(blog, role);
  const foreign = await stored(tenant, { by: owner });
  const own = await stored(tenant, { by: author });
  const answers = [
    await upload(tenant, { by }),
    await request(tenant, "/api/media", { headers: { ...by?.headers } }),
    await ask(tenant, foreign.id, { by }),
    await ask(tenant, foreign.id, { by, method: "DELETE" }),
    await ask(tenant, own.id, { by, method: "DELETE" }),
  ];

  expect(answers.map(({ status }) => status)).toEqual(MATRIX[role]);
});

test("files are listed page by page, those uploaded last first, and only those that are stored", async () => {
  const { tenant, owner, viewer } = await newBlog();
  const ids = await Promise.all(
    Array.from({ length: 5 }, async () => await insertMedia(tenant.id, owner.id)),
  );
  await insertMedia(tenant.id, owner.id, { state: "pending" });
  const seen: string[] = [];
  let query = "?limit=2";
  let pages = 0;
  while (query !== "" && pages < 9) {
    const answer = await request(tenant, `/api/media${query}`, { headers: viewer.headers });
    const { media, next } = MediaPage.parse(await answer.json());
    seen.push(...media.map(({ id }) => id));
    query = next === undefined ? "" : `?limit=2&cursor=${next}`;
    pages += 1;
  }

  expect(pages).toBe(3);
  expect(seen.toSorted()).toEqual(ids.toSorted());
});

test("of twenty files that come at once, a plan with room for three takes three", async () => {
  const { tenant, owner } = await newBlog({ tier: "sapling" });
  await insertMany(tenant.id, owner.id, 499);
  // What is on its way takes room as what is there does.
  await insertMedia(tenant.id, owner.id, { state: "pending", bytes: LARGEST_FILE_BYTES - 3 * 8 - 7 });
  const answers = await Promise.all(
    Array.from({ length: 20 }, async () => await upload(tenant, { by: owner })),
  );
  const full = answers.find(({ status }) => status === 403)!;

  expect(answers.filter(({ status }) => status === 201)).toHaveLength(3);
  expect(answers.filter(({ status }) => status === 403)).toHaveLength(17);
  expect(Problem.parse(await full.json())).toMatchObject({ "violated-policies": ["storageBytes"] });
  expect((await keptOf(tenant)).objects).toHaveLength(3);
});

test("a seedling uploads ten files a day, and a deletion counts as one", async () => {
  const { tenant, owner } = await newBlog({ tier: "seedling" });
  const statuses = [];
  for (let sent = 0; sent < 10; sent++) statuses.push((await upload(tenant, { by: owner })).status);
  const refused = await upload(tenant, { by: owner });
  const id = await insertMedia(tenant.id, owner.id);
  const deleted = await ask(tenant, id, { by: owner, method: "DELETE" });

  expect(statuses).toEqual(Array<number>(10).fill(201));
  expect([refused.status, deleted.status]).toEqual([429, 429]);
  expect(Problem.parse(await refused.json())["violated-policies"]).toEqual(["uploads"]);
});

test.for(["GET", "HEAD", "DELETE"])(
  "%s: another blog's file, one on its way and none at all are answered alike",
  async (method) => {
    clock.set(Date.UTC(2026, 10, 29, 12));
    const { tenant, owner } = await newBlog();
    const other = await newTenant({ tier: "evergreen" });
    const foreign = await stored(other, { by: await ownerOf(other) });
    const pending = await insertMedia(tenant.id, owner.id, { state: "pending" });
    const tell = async (id: string) => {
      const answer = await ask(tenant, id, { by: owner, method });
      // How much is left of a limit is told, and is less each time.
      const headers = new Headers(answer.headers);
      for (const name of ["ratelimit", "x-ratelimit-remaining"]) headers.delete(name);
      const requestId = headers.get("x-request-id") ?? "no id";
      const all = JSON.stringify([answer.status, [...headers], await answer.text()]);
      return all.replaceAll(requestId, "…");
    };
    const absent = await tell(crypto.randomUUID());

    expect(absent).toContain("404");
    expect([await tell(foreign.id), await tell(pending)]).toEqual([absent, absent]);
    expect((await ask(other, foreign.id)).status).toBe(200);
  },
);

test("a row whose bytes are gone is answered as no file", async () => {
  const { tenant, owner } = await newBlog();
  const { id } = await stored(tenant, { by: owner });
  await env.MEDIA.delete(`tenants/${tenant.id}/media/${id}`);

  expect((await ask(tenant, id)).status).toBe(404);
});
