import { env } from "cloudflare:workers";
import { newPost } from "#specs/fixtures";
import { expect, test } from "vitest";
import { plantTenant, plantUser, type SeededPost, type SeededTenant } from "../../seed/planting.ts";

const OWNER = { id: "user-fern", email: "fern@example.test", displayName: "Fern" };
const FERN: SeededTenant = {
  id: "tenant-fern",
  subdomain: "fern",
  displayName: "Fern",
  description: "Shade.",
  tier: "seedling",
  members: [{ user: OWNER.id, role: "owner" }],
};
const POST: SeededPost = {
  slug: "first",
  author: OWNER.id,
  title: "First",
  description: "Of all.",
  markdown: "Text.",
  status: "published",
  publishedAt: Date.UTC(2026, 0, 2),
};

async function plant(tenant: SeededTenant, posts: readonly SeededPost[]): Promise<void> {
  const statements = [plantUser(OWNER), ...plantTenant(tenant, posts)];
  await env.DB.batch(statements.map(({ sql, params }) => env.DB.prepare(sql).bind(...params)));
}

async function readAll(): Promise<unknown> {
  const tables = ["users", "tenants", "memberships", "posts"];
  const read = await env.DB.batch(
    tables.map((table) => env.DB.prepare(`SELECT * FROM ${table} ORDER BY 1, 2`)),
  );
  return read.map(({ results }) => results);
}

async function readTenant(): Promise<unknown> {
  return await env.DB.prepare("SELECT tier, display_name, version FROM tenants WHERE id = ?")
    .bind(FERN.id)
    .first();
}

async function readSlugs(): Promise<unknown> {
  const { results } = await env.DB.prepare("SELECT slug FROM posts WHERE tenant_id = ? ORDER BY slug")
    .bind(FERN.id)
    .all<{ slug: string }>();
  return results.map(({ slug }) => slug);
}

test("planting twice changes nothing", async () => {
  await plant(FERN, [POST]);
  const once = await readAll();
  await plant(FERN, [POST]);

  expect(await readAll()).toEqual(once);
});

test("a changed plan, name or description is a new version, once", async () => {
  await plant(FERN, [POST]);
  await plant({ ...FERN, tier: "oak" }, [POST]);
  await plant({ ...FERN, tier: "oak" }, [POST]);
  expect(await readTenant()).toEqual({ tier: "oak", display_name: "Fern", version: 2 });

  await plant({ ...FERN, tier: "oak", displayName: "Bracken" }, [POST]);
  expect(await readTenant()).toEqual({ tier: "oak", display_name: "Bracken", version: 3 });
});

test("a post without a file goes, and no other tenant's does", async () => {
  const other = { ...FERN, id: "tenant-moss", subdomain: "moss" };
  await plant(FERN, [POST, { ...POST, slug: "second" }]);
  await plant(other, [{ ...POST, slug: "third" }]);
  await newPost({ id: FERN.id, subdomain: "fern", origin: "", ownerId: OWNER.id }, { slug: "renamed" });

  await plant(FERN, [POST, { ...POST, slug: "renamed" }]);

  expect(await readSlugs()).toEqual(["first", "renamed"]);
  const kept = await env.DB.prepare("SELECT slug FROM posts WHERE tenant_id = ?").bind(other.id).all();
  expect(kept.results).toEqual([{ slug: "third" }]);
});

test("a tenant planted without posts has none", async () => {
  await plant(FERN, [POST]);
  await plant(FERN, []);

  expect(await readSlugs()).toEqual([]);
});
