import { env } from "cloudflare:workers";
import { app } from "#grove/app";
import { SANDBOX_LIFETIME_MS } from "#grove/contracts/sandbox";
import { sweepSandboxes, sweepUploads } from "#grove/sweep";
import { openTenant } from "#grove/tenancy/open-tenant";
import {
  clientAddress,
  clock,
  newMember,
  newMemberOf,
  newSilence,
  newTenant,
  ownerOf,
  type TestTenant,
} from "#specs/fixtures";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { ask, insertMedia, keptOf, png, stored } from "./media.requests.ts";
import { removeSandboxes } from "./sandboxes.requests.ts";
import { shadowBan } from "./shadow-bans.requests.ts";

const HOUR = 3_600_000;

beforeEach(async () => {
  clock.set(Date.UTC(2026, 10, 29, 12));
  await removeSandboxes();
  await env.DB.prepare("DELETE FROM media").run();
});

afterEach(() => {
  vi.restoreAllMocks();
});

/** Sends a request to a Worker whose bucket does not do some of what it should. */
async function withBucket(
  on: Pick<TestTenant, "origin">,
  path: string,
  { init, bucket }: Faulty,
): Promise<Response> {
  const MEDIA = new Proxy(env.MEDIA, {
    get(target, name) {
      const own: unknown = Reflect.get(bucket, name);
      if (own !== undefined) return own;
      const method: unknown = Reflect.get(target, name);
      return typeof method === "function" ? method.bind(target) : method;
    },
  });
  const headers = { "cf-connecting-ip": clientAddress(), ...init.headers };
  return await app.fetch(new Request(on.origin + path, { ...init, headers }), { ...env, MEDIA });
}

interface Faulty {
  readonly init: {
    readonly method: string;
    readonly headers: Record<string, string>;
    readonly body?: Uint8Array<ArrayBuffer>;
  };
  readonly bucket: object;
}

/** As the platform says it. */
const lost = async () =>
  await Promise.reject(Object.assign(new Error("Network connection lost."), { retryable: true }));

test("an upload whose bytes are lost is seen by nobody, and is swept after an hour", async () => {
  const tenant = await newTenant();
  const owner = await ownerOf(tenant);
  const init = { method: "POST", headers: owner.headers, body: png() };
  const answer = await withBucket(tenant, "/api/media", { init, bucket: { put: lost } });
  const { rows } = await keptOf(tenant);
  const [id = ""] = rows;
  clock.advance(HOUR - 1);
  const early = await sweepUploads(env, Date.now());
  clock.advance(1);

  expect(answer.status).toBe(503);
  expect(rows).toHaveLength(1);
  expect((await ask(tenant, id)).status).toBe(404);
  expect([early, await sweepUploads(env, Date.now())]).toEqual([0, 1]);
  expect(await keptOf(tenant)).toEqual({ objects: [], rows: [] });
});

test("a deletion that ends halfway has hidden the file, and its bytes are swept", async () => {
  const tenant = await newTenant();
  const owner = await ownerOf(tenant);
  const { id } = await stored(tenant, { by: owner });
  const other = await stored(tenant, { by: owner });
  const init = { method: "DELETE", headers: owner.headers };
  const answer = await withBucket(tenant, `/api/media/${id}`, { init, bucket: { delete: lost } });
  const hidden = await ask(tenant, id);
  const before = await keptOf(tenant);
  clock.advance(HOUR);

  expect([answer.status, hidden.status]).toEqual([204, 404]);
  expect(before.objects).toHaveLength(2);
  expect(await sweepUploads(env, Date.now())).toBe(1);
  expect(await keptOf(tenant)).toEqual({ objects: [other.id], rows: [other.id] });
});

test("a hidden file is swept like another if its upload or its deletion ends halfway", async () => {
  const tenant = await newTenant();
  const owner = await ownerOf(tenant);
  await shadowBan(owner);
  const { id } = await stored(tenant, { by: owner });
  const { headers } = owner;
  const deletion = { init: { method: "DELETE", headers }, bucket: { delete: lost } };
  const sent = { init: { method: "POST", headers, body: png() }, bucket: { put: lost } };
  const answers = [
    await withBucket(tenant, `/api/media/${id}`, deletion),
    await withBucket(tenant, "/api/media", sent),
  ];
  const before = await keptOf(tenant);
  clock.advance(HOUR);

  expect(answers.map(({ status }) => status)).toEqual([204, 503]);
  expect([before.objects.length, before.rows.length]).toEqual([1, 2]);
  expect(await sweepUploads(env, Date.now())).toBe(2);
  expect(await keptOf(tenant)).toEqual({ objects: [], rows: [] });
});

test.for([10_001, 10_043, 10_058])("R2's error %i is an outage and not a defect", async (code) => {
  const tenant = await newTenant();
  const owner = await ownerOf(tenant);
  const init = { method: "POST", headers: owner.headers, body: png() };
  const put = async () => await Promise.reject(new Error(`put: Try again, please. (${code})`));

  expect((await withBucket(tenant, "/api/media", { init, bucket: { put } })).status).toBe(503);
});

test("bytes that arrive after their row was swept are deleted", async () => {
  const tenant = await newTenant();
  const owner = await ownerOf(tenant);
  const put = async (...args: Parameters<R2Bucket["put"]>) => {
    clock.advance(HOUR);
    await sweepUploads(env, Date.now());
    return await env.MEDIA.put(...args);
  };
  const init = { method: "POST", headers: owner.headers, body: png() };
  const answer = await withBucket(tenant, "/api/media", { init, bucket: { put } });

  expect(answer.status).toBe(404);
  expect(await keptOf(tenant)).toEqual({ objects: [], rows: [] });
});

test("a file that cannot be deleted does not keep others from being swept", async () => {
  const tenant = await newTenant();
  const owner = await ownerOf(tenant);
  const init = { method: "POST", headers: owner.headers, body: png() };
  for (let sent = 0; sent < 2; sent++)
    await withBucket(tenant, "/api/media", { init, bucket: { put: lost } });
  clock.advance(HOUR);
  const [stuck = ""] = (await keptOf(tenant)).rows;
  let tries = 0;
  const MEDIA = {
    delete: async (keys: string[]) => {
      const isStuck = keys.some((key) => key.endsWith(stuck));
      tries += Number(isStuck);
      await (isStuck ? lost() : env.MEDIA.delete(keys));
    },
  };
  const warn = vi.spyOn(console, "warn").mockImplementation(() => undefined);
  newSilence();

  expect(await sweepUploads({ ...env, MEDIA } as unknown as Env, Date.now())).toBe(1);
  expect(warn).toHaveBeenCalledWith(
    expect.stringMatching(`"event":"not forgotten","what":"file","id":"${stuck}","why":"unreachable"`),
  );
  expect([tries, (await keptOf(tenant)).rows]).toEqual([3, [stuck]]);
  expect(await sweepUploads(env, Date.now())).toBe(1);
});

/** A sandbox and an owner of its blog, with the standing of any blog's. */
async function newSandbox() {
  const { id } = await newMember();
  const tenant = { id, origin: `http://${id}.grove.localhost` };
  return { tenant, owner: await newMemberOf(tenant, "owner") };
}

test("a sandbox stays until what was being uploaded at its end is swept, though its Worker dies", async () => {
  const { tenant, owner } = await newSandbox();
  const sweptMeanwhile: number[] = [];
  const put = async (...args: Parameters<R2Bucket["put"]>) => {
    clock.advance(SANDBOX_LIFETIME_MS + 60_000);
    sweptMeanwhile.push(await sweepSandboxes(env, Date.now()));
    await env.MEDIA.put(...args);
    return await lost();
  };
  const init = { method: "POST", headers: owner.headers, body: png() };
  await withBucket(tenant, "/api/media", { init, bucket: { put } });
  const before = await keptOf(tenant);
  clock.advance(HOUR);

  expect(sweptMeanwhile).toEqual([0]);
  expect([before.objects.length, before.rows.length]).toEqual([1, 1]);
  expect([await sweepUploads(env, Date.now()), await sweepSandboxes(env, Date.now())]).toEqual([1, 1]);
  expect(await keptOf(tenant)).toEqual({ objects: [], rows: [] });
});

test("a file that is stored while its sandbox is swept goes with the next sweep", async () => {
  const { tenant, owner } = await newSandbox();
  const { files } = openTenant(env, tenant.id);
  await stored(tenant, { by: owner });
  clock.advance(SANDBOX_LIFETIME_MS + 60_000);
  const MEDIA = new Proxy(env.MEDIA, {
    get(target, name) {
      const method: unknown = Reflect.get(target, name);
      if (name !== "delete") return typeof method === "function" ? method.bind(target) : method;
      return async (keys: string[]) => {
        await target.delete(keys);
        await files.put(["media", await insertMedia(tenant.id, owner.id)], png());
      };
    },
  });

  expect(await sweepSandboxes({ ...env, MEDIA }, Date.now())).toBe(0);
  expect(await sweepSandboxes(env, Date.now())).toBe(1);
  expect(await keptOf(tenant)).toEqual({ objects: [], rows: [] });
});

test("a sandbox's files go with it, however many pages they fill, and nobody else's", async () => {
  const member = await newMember();
  const neighbour = await newMember();
  const put = async (id: string, name: string) => await openTenant(env, id).files.put(["media", name], png());
  await Promise.all(["a", "b", "c", "d", "e"].map(async (name) => await put(member.id, name)));
  clock.advance(SANDBOX_LIFETIME_MS);
  await env.DB.prepare("UPDATE tenants SET expires_at = ? WHERE id = ?")
    .bind(Date.now() + HOUR, neighbour.id)
    .run();
  await put(neighbour.id, "a");
  clock.advance(60_000);
  const inPages = new Proxy(env.MEDIA, {
    get(target, name) {
      if (name === "list")
        return async (options: R2ListOptions) => await target.list({ ...options, limit: 2 });
      const method: unknown = Reflect.get(target, name);
      return typeof method === "function" ? method.bind(target) : method;
    },
  });

  expect(await sweepSandboxes({ ...env, MEDIA: inPages }, Date.now())).toBe(1);
  expect((await keptOf(member)).objects).toEqual([]);
  expect((await keptOf(neighbour)).objects).toEqual(["a"]);
});
