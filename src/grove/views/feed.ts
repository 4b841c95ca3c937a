import type { Post } from "../contracts/post.ts";
import type { TenantConfig } from "../contracts/tenant.ts";
import { renderMarkdown } from "./markdown.ts";

export interface FeedProps {
  readonly tenant: TenantConfig;
  readonly origin: string;
  readonly hostname: string;
  readonly posts: readonly Post[];
}

/** An Atom feed (RFC 4287). Ids are tag URIs (RFC 4151), so that they outlive a change of port or protocol. */
export function atomFeed({ tenant, origin, hostname, posts }: FeedProps): string {
  const updatedAt = Math.max(0, ...posts.map((post) => post.updatedAt));
  return `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">
  <id>tag:${hostname},2026:blog</id>
  <title>${text(tenant.displayName)}</title>
  <subtitle>${text(tenant.description)}</subtitle>
  <updated>${instant(updatedAt)}</updated>
  <link rel="self" href="${origin}/feed.xml"/>
  <link rel="alternate" type="text/html" href="${origin}/"/>
${posts.map((post) => entry(post, { origin, hostname })).join("\n")}
</feed>
`;
}

function entry(post: Post, { origin, hostname }: Pick<FeedProps, "origin" | "hostname">): string {
  return `  <entry>
    <id>tag:${hostname},2026:posts/${post.slug}</id>
    <title>${text(post.title)}</title>
    <link rel="alternate" type="text/html" href="${origin}/posts/${post.slug}"/>
    <author><name>${text(post.author)}</name></author>
    <published>${instant(post.publishedAt)}</published>
    <updated>${instant(post.updatedAt)}</updated>
    <summary>${text(post.description)}</summary>
    <content type="html" xml:base="${origin}/posts/${post.slug}">${text(renderMarkdown(post.markdown))}</content>
  </entry>`;
}

function instant(at: number): string {
  return new Date(at).toISOString();
}

const ENTITIES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };

/** Text of an element. Characters that XML 1.0 has no place for are left out. */
function text(value: string): string {
  const allowed = value.replaceAll(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, "");
  return allowed.replaceAll(/[&<>]/g, (character) => ENTITIES[character] ?? "");
}
