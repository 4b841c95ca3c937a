import { env } from "cloudflare:workers";
import { openTenant } from "#grove/tenancy/open-tenant";
import { newActor, newMemberOf, newTenant, ownerOf } from "#specs/fixtures";
import type { Desk } from "./fuzz.desk.ts";
import { comment, setAside } from "./letters.requests.ts";
import { insertMedia, png } from "./media.requests.ts";
import { insert } from "./post-api.requests.ts";

/** Makes a blog of sixty drafts, sixty files and sixty letters, which its owner may spend. */
export async function newDesk(): Promise<Desk> {
  const tenant = await newTenant({ tier: "evergreen" });
  const owner = await ownerOf(tenant);
  const posts = await Promise.all(Array.from({ length: 60 }, async () => await insert(tenant.id, owner.id)));
  const files = await Promise.all(
    Array.from({ length: 60 }, async () => await insertMedia(tenant.id, owner.id)),
  );
  await Promise.all(
    files.map(async (file) => await openTenant(env, tenant.id).files.put(["media", file], png())),
  );
  const leftBehind = openTenant(env, tenant.id).post("left-behind");
  for (let letter = 0; letter < 60; letter++) await setAside(leftBehind, { body: comment("set aside") });
  const members = [await newMemberOf(tenant, "author"), await newMemberOf(tenant, "admin")];
  const leaving = [await newMemberOf(tenant, "author"), await newMemberOf(tenant, "viewer")];
  return {
    host: `${tenant.subdomain}.${env.BASE_DOMAIN}`,
    session: owner.sealed,
    posts: posts.map(({ id }) => id),
    files,
    members: members.map(({ id }) => id),
    lettersOf: "post:left-behind",
    leaving: leaving.map(({ id }) => id),
    ending: (await newActor()).sealed,
  };
}
