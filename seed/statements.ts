import { readdirSync } from "node:fs";
import { join } from "node:path";
import { readFrontMatter } from "./front-matter.ts";
import { plantTenant, plantUser, type SeededPost, type SeededTenant, type Statement } from "./planting.ts";
import seed from "./tenants.json" with { type: "json" };

const FOLDER = import.meta.dirname;

/** Who the five tenants are. */
export const SEEDED_TENANTS: readonly SeededTenant[] = seed.tenants;

/** What plants the five tenants with the posts that have a file, in the order to run it. Run twice, it changes nothing. */
export function seedStatements(): Statement[] {
  return [
    ...seed.users.map(plantUser),
    ...SEEDED_TENANTS.flatMap((tenant) => plantTenant(tenant, readPosts(tenant))),
  ];
}

function readPosts(tenant: SeededTenant): SeededPost[] {
  const folder = join(FOLDER, tenant.subdomain);
  const files = readdirSync(folder).filter((name) => name.endsWith(".md"));
  return files.toSorted().map((name) => {
    const { fields, body } = readFrontMatter(join(folder, name));
    const { title, description, status = "published", publishedAt } = fields;
    const author = fields["author"] ?? tenant.members[0]?.user;
    if (!title || !description || !author) {
      throw new TypeError(`Cannot plant a post: ${name} has no title, description or author`);
    }
    return {
      slug: name.slice(0, -".md".length),
      author,
      title,
      description,
      markdown: body,
      status,
      publishedAt: publishedAt ? Date.parse(publishedAt) : null,
    };
  });
}
