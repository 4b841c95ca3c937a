import { env } from "cloudflare:workers";
import { LARGEST_FILE_BYTES, Media } from "#grove/contracts/media";
import { request, type TestActor, type TestTenant } from "#specs/fixtures";

/** The first bytes of a PNG, and as many more as wanted. */
export function png(more = 0): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(8 + more).fill(7);
  bytes.set([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return bytes;
}

interface Sent {
  readonly by?: TestActor | undefined;
  readonly body?: BodyInit;
  readonly name?: string | undefined;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Sends a file to a blog. */
export async function upload(
  on: Pick<TestTenant, "origin">,
  { by, body = png(), name, headers }: Sent = {},
): Promise<Response> {
  const named = name === undefined ? {} : { "X-File-Name": name };
  return await request(on, "/api/media", {
    method: "POST",
    headers: { "Content-Type": "text/html", ...by?.headers, ...named, ...headers },
    body,
  });
}

/** Stores a file through the API, and gives it. */
export async function stored(on: Pick<TestTenant, "origin">, sent: Sent): Promise<Media> {
  return Media.parse(await (await upload(on, sent)).json());
}

/** Asks something of a file. */
export async function ask(
  on: Pick<TestTenant, "origin">,
  id: string,
  { by, method = "GET", headers }: Omit<Sent, "body"> & { readonly method?: string } = {},
): Promise<Response> {
  return await request(on, `/api/media/${id}`, { method, headers: { ...by?.headers, ...headers } });
}

/** Puts a row into the database that is of `bytes`, whatever R2 has. */
export async function insertMedia(
  tenantId: string,
  uploaderId: string,
  { state = "stored", bytes = 8, name = "a file" }: { state?: string; bytes?: number; name?: string } = {},
): Promise<string> {
  const id = crypto.randomUUID();
  await env.DB.prepare(
    `INSERT INTO media (tenant_id, id, uploader_id, name, type, bytes, state, created_at)
     VALUES (?, ?, ?, ?, 'image/png', ?, ?, ?)`,
  )
    .bind(tenantId, id, uploaderId, name, bytes, state, Date.now())
    .run();
  return id;
}

/** Puts as many rows of the greatest size into the database. */
export async function insertMany(tenantId: string, uploaderId: string, count: number): Promise<void> {
  await env.DB.prepare(
    `WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < ?)
     INSERT INTO media (tenant_id, id, uploader_id, type, bytes, state, created_at)
     SELECT ?, n, ?, 'image/png', ?, 'stored', 0 FROM numbers`,
  )
    .bind(count, tenantId, uploaderId, LARGEST_FILE_BYTES)
    .run();
}

/** The paths of what a tenant has in R2, and the ids of its rows. */
export async function keptOf({ id }: Pick<TestTenant, "id">): Promise<{ objects: string[]; rows: string[] }> {
  const { objects } = await env.MEDIA.list({ prefix: `tenants/${id}/` });
  const { results } = await env.DB.prepare("SELECT id FROM media WHERE tenant_id = ? ORDER BY id")
    .bind(id)
    .all<{ id: string }>();
  const names = objects.map(({ key }) => key.split("/").at(-1) ?? "");
  return { objects: names.toSorted(), rows: results.map((row) => row.id) };
}
