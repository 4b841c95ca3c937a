import { env } from "cloudflare:workers";
import { beforeEach, expect, test } from "vitest";
import { openCache } from "./cache.ts";
import { openFiles } from "./files.ts";
import { Tenant } from "./tenant.ts";

let tests = 0;
let [alice, bob] = [Tenant.admit("none"), Tenant.admit("none")];

beforeEach(() => {
  // What the tests before this one have stored is other tenants'.
  alice = Tenant.admit(`alice${++tests}`);
  bob = Tenant.admit(`bob${tests}`);
});

test("a file is there for its tenant, at its path, and for no other", async () => {
  const ofAlice = openFiles(env.MEDIA, alice);
  const ofBob = openFiles(env.MEDIA, bob);
  await ofAlice.put(["media", "2026/beans.jpg"], "beans", { httpMetadata: { contentType: "image/jpeg" } });

  const found = await ofAlice.get(["media", "2026/beans.jpg"]);
  expect(await new Response(found?.body).text()).toBe("beans");
  expect(found).toMatchObject({ path: ["media", "2026/beans.jpg"], size: 5 });
  expect(await ofBob.get(["media", "2026/beans.jpg"])).toBeNull();
  expect(await env.MEDIA.head(`tenants/${alice.id}/media/2026%2Fbeans%2Ejpg`)).not.toBeNull();
});

test("no path leads out of a tenant", async () => {
  const ofAlice = openFiles(env.MEDIA, alice);
  await ofAlice.put(["media", "kept"], "alice's");
  for (const way of [`../${alice.id}/media/kept`, "..", `tenants/${alice.id}/media/kept`, "%2e%2e"]) {
    expect(await openFiles(env.MEDIA, bob).head(["media", way])).toBeNull();
    await openFiles(env.MEDIA, bob).delete(["media", way], [way]);
  }
  expect(await ofAlice.head(["media", "kept"])).not.toBeNull();
});

test("a list holds a tenant's own, below the part that is asked for, page by page", async () => {
  const ofAlice = openFiles(env.MEDIA, alice);
  for (const name of ["c", "a", "b"]) await ofAlice.put(["media", name], name);
  await ofAlice.put(["mediator", "x"], "x");
  await openFiles(env.MEDIA, bob).put(["media", "z"], "z");

  const first = await ofAlice.list("media", { limit: 2 });
  const rest = await ofAlice.list("media", first.cursor === undefined ? {} : { cursor: first.cursor });
  expect([...first.files, ...rest.files].map(({ path }) => path)).toEqual([
    ["media", "a"],
    ["media", "b"],
    ["media", "c"],
  ]);
  expect(rest.cursor).toBeUndefined();
});

test("what is kept in KV is a tenant's own", async () => {
  const ofAlice = openCache(env.TEST_KV, alice);
  await ofAlice.put(["posts", "list"], "alice's");
  await openCache(env.TEST_KV, bob).put(["posts", "list"], "bob's");

  expect(await ofAlice.get(["posts", "list"])).toBe("alice's");
  expect(await ofAlice.list()).toEqual([["posts", "list"]]);
  await ofAlice.delete(["posts", "list"]);
  expect(await openCache(env.TEST_KV, bob).get(["posts", "list"])).toBe("bob's");
});
