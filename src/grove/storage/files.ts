import type { Path, TenantFiles } from "#implementations/prism";
import type { TenantData } from "../tenancy/open-tenant.ts";
import type { Operator } from "../tenancy/operator.ts";
import { discardAllMedia, discardMedia, withdrawAllMedia } from "./media.ts";

const MEDIA = "media";

// So few that a sweep stays within what one invocation may ask for.
const PENDING = `
  SELECT tenant_id, id FROM media
  WHERE state = 'pending' AND created_at <= ?1
  ORDER BY created_at
  LIMIT 100`;

/** Where the bytes of a file are. */
export function pathOf(id: string): Path {
  return [MEDIA, id];
}

/**
 * Deletes all files of a tenant, the bytes first. What is being uploaded meanwhile keeps its row, and with it the tenant,
 * so that no bytes are left which no row knows of.
 */
export async function deleteFiles({ db, files }: Pick<TenantData, "db" | "files">): Promise<void> {
  const withdrawn = await withdrawAllMedia(db);
  await deleteBytes(files);
  await discardAllMedia(db, withdrawn);
}

async function deleteBytes(files: TenantFiles): Promise<void> {
  let cursor: string | undefined;
  do {
    const page = await files.list(MEDIA, cursor === undefined ? {} : { cursor });
    const paths = page.files.map(({ path: [, ...below] }): Path => [MEDIA, ...below]);
    if (paths.length > 0) await files.delete(...paths);
    ({ cursor } = page);
  } while (cursor !== undefined);
}

/** Deletes a file that nobody sees, the bytes first: what fails halfway leaves the row to sweep it by. */
export async function removeFile({ db, files }: Pick<TenantData, "db" | "files">, id: string): Promise<void> {
  await files.delete(pathOf(id));
  await discardMedia(db, id);
}

/** Files that were pending by then, the oldest first: as many as one sweep can remove. */
export async function listPendingFiles(
  { everything }: Operator,
  pendingSince: number,
): Promise<{ readonly tenantId: string; readonly id: string }[]> {
  const { results } = await everything
    .prepare(PENDING)
    .bind(pendingSince)
    .all<{ tenant_id: string; id: string }>();
  return results.map(({ tenant_id: tenantId, id }) => ({ tenantId, id }));
}
