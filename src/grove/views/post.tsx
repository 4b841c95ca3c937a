import { raw } from "hono/html";
import type { PostSummary } from "../contracts/post.ts";
import type { TenantConfig } from "../contracts/tenant.ts";
import type { PostInPlace } from "../storage/posts.ts";
import { Dated } from "./dated.tsx";
import { Page } from "./layout.tsx";
import { renderMarkdown } from "./markdown.ts";

const WORDS_PER_MINUTE = 220;

export interface PostProps extends PostInPlace {
  readonly tenant: TenantConfig;
  readonly site: string;
}

/** One post, and the way to the posts before and after it. */
export function postPage({ tenant, site, post, newer, older }: PostProps) {
  const title = `${post.title} · ${tenant.displayName}`;
  return (
    <Page title={title} description={post.description} tenant={tenant} site={site}>
      <article>
        <h1>{post.title}</h1>
        <p class="when">
          <Dated at={post.publishedAt} /> by {post.author}, {minutesToRead(post.markdown)} min read
        </p>
        <div class="text">{raw(renderMarkdown(post.markdown))}</div>
      </article>
      <Neighbours newer={newer} older={older} />
    </Page>
  );
}

function Neighbours({ newer, older }: Pick<PostInPlace, "newer" | "older">) {
  if (!newer && !older) return <></>;
  return (
    <nav class="neighbours" aria-label="Other posts">
      {older && <Neighbour post={older} rel="prev" label="Previous" />}
      {newer && <Neighbour post={newer} rel="next" label="Next" />}
    </nav>
  );
}

interface NeighbourProps {
  readonly post: PostSummary;
  readonly rel: "prev" | "next";
  readonly label: string;
}

function Neighbour({ post, rel, label }: NeighbourProps) {
  return (
    <a href={`/posts/${post.slug}`} rel={rel}>
      <span>{label}</span> {post.title}
    </a>
  );
}

function minutesToRead(markdown: string): number {
  const words = markdown.split(/\s+/).filter((word) => /\p{L}|\d/u.test(word)).length;
  return Math.max(1, Math.round(words / WORDS_PER_MINUTE));
}
