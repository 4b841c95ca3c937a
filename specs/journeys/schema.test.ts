import { env } from "cloudflare:workers";
import { NewPost, Slug } from "#grove/contracts/post";
import { NewTenant, Subdomain } from "#grove/contracts/tenant";
import { postsOf } from "#grove/storage/posts";
import { addTenant } from "#grove/storage/tenants";
import { openDirectory } from "#grove/tenancy/directory";
import { openTenant } from "#grove/tenancy/open-tenant";
import { newPost, newTenant } from "#specs/fixtures";
import fc from "fast-check";
import { expect, test } from "vitest";

const END_OF_9999 = Date.UTC(9999, 11, 31, 23, 59, 59, 999);

const SLUGS = fc.sample(
  fc.oneof(
    fc.string({ unit: fc.constantFrom("a", "0", "-"), minLength: 0, maxLength: 5 }),
    fc.string({ unit: fc.constantFrom("a", "-", "A", "_", "é", "\u0000", "\n"), maxLength: 4 }),
    fc.constantFrom("a".repeat(100), "a".repeat(101), "a".repeat(63), "a".repeat(64)),
  ),
  { numRuns: 300, seed: 20_261_121 },
);

async function isAccepted(sql: string, ...values: unknown[]): Promise<boolean> {
  const undone = env.DB.prepare("SELECT * FROM undo_all");
  const done = env.DB.prepare(sql).bind(...values);
  // The batch is one transaction: the second statement takes the first back.
  const error: unknown = await env.DB.batch([done, undone]).catch((thrown: unknown) => thrown);
  return String(error).includes("undo_all");
}

async function insertPost(tenantId: string, values: { slug?: string; publishedAt?: number }) {
  const { slug = "a", publishedAt = 0 } = values;
  const user = "INSERT INTO users (id, email, display_name, created_at) VALUES ('u', 'u@u', 'U', 0)";
  await env.DB.prepare(`${user} ON CONFLICT DO NOTHING`).run();
  return await isAccepted(
    `INSERT INTO posts (tenant_id, id, slug, author_id, title, markdown, status, published_at, created_at, updated_at)
     VALUES (?, 'p', ?, 'u', 'T', '', 'published', ?, 0, 0)`,
    tenantId,
    slug,
    publishedAt,
  );
}

async function insertTenant(subdomain: string, values: { expiresAt?: number } = {}): Promise<boolean> {
  const hash = values.expiresAt === undefined ? null : "hash";
  return await isAccepted(
    `INSERT INTO tenants (id, subdomain, display_name, tier, created_at, expires_at, creator, creator_network)
     VALUES ('x', ?1, 'X', 'oak', 0, ?2, ?3, ?3)`,
    subdomain,
    values.expiresAt ?? null,
    hash,
  );
}

test("the database has the same rule for a slug as the contract", async () => {
  const { id } = await newTenant();
  const accepted = [];
  for (const slug of SLUGS) if (await insertPost(id, { slug })) accepted.push(slug);

  expect(accepted).toEqual(SLUGS.filter((slug) => Slug.safeParse(slug).success));
  expect(accepted.length).toBeGreaterThan(20);
});

test("the database has the same rule for a subdomain as the contract", async () => {
  const accepted = [];
  for (const name of SLUGS) if (await insertTenant(name)) accepted.push(name);

  expect(accepted).toEqual(SLUGS.filter((name) => Subdomain.safeParse(name).success));
  expect(accepted.length).toBeGreaterThan(20);
});

test.for([
  [0, true],
  [END_OF_9999, true],
  [-1, false],
  [END_OF_9999 + 1, false],
  [9e15, false],
] as const)("a post of the time %d: %s", async ([publishedAt, isGood]) => {
  const { id, ownerId } = await newTenant();
  const post = { id: "p", authorId: ownerId, slug: "a", title: "T", description: "", markdown: "" };
  const draft = { ...post, status: "published", publishedAt };

  expect(await insertPost(id, { publishedAt })).toBe(isGood);
  expect(NewPost.safeParse(draft).success).toBe(isGood);
});

test("a post that breaks the contract is not added", async () => {
  const garden = await newTenant();

  await expect(newPost(garden, { slug: "-a" })).rejects.toThrow("slug");
  await expect(newPost(garden, { publishedAt: 9e15 })).rejects.toThrow("publishedAt");
  expect(await postsOf(openTenant(env, garden.id).db, Date.now()).newest(9)).toEqual([]);
});

test("the contract wants a time of a published post and of no other", () => {
  const post = { id: "p", authorId: "u", slug: "a", title: "T", description: "", markdown: "" };

  expect(NewPost.safeParse({ ...post, status: "published" }).success).toBe(false);
  expect(NewPost.safeParse({ ...post, status: "draft" }).success).toBe(true);
});

test.for(["sandbox-aaaaaaaaaaaa", "sandbox-x", "admin", "www", "-a", "A", ""])(
  "no tenant that stays is called %j",
  async (subdomain) => {
    const owner = { id: "u-x", email: "x@example.test", displayName: "X" };
    const words = { displayName: "X", description: "" };
    const tenant = { id: "x", subdomain, ...words, tier: "oak" as const, owner, createdAt: 0 };

    expect(NewTenant.safeParse(tenant).success).toBe(false);
    await expect(addTenant(openDirectory(env), tenant)).rejects.toThrow("subdomain");
  },
);

test("a sandbox has a sandbox's name, and no other tenant has", async () => {
  expect(await insertTenant("sandbox-aaaaaaaaaaaa")).toBe(false);
  expect(await insertTenant("alice", { expiresAt: 1 })).toBe(false);
  expect(await insertTenant("sandbox-aaaaaaaaaaaa", { expiresAt: 1 })).toBe(true);
});
