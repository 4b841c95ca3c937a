import type { PostSummary } from "../contracts/post.ts";
import type { TenantConfig } from "../contracts/tenant.ts";
import { Dated } from "./dated.tsx";
import { Page } from "./layout.tsx";

export interface HomeProps {
  readonly tenant: TenantConfig;
  readonly site: string;
  readonly posts: readonly PostSummary[];
  readonly page: number;
  readonly hasOlder: boolean;
}

/** A blog's first page: its name, and its posts from the newest on. */
export function homePage({ tenant, site, posts, page, hasOlder }: HomeProps) {
  const { displayName, description } = tenant;
  const title = page > 1 ? `${displayName}, page ${page}` : displayName;
  return (
    <Page title={title} description={description} tenant={tenant} site={site} isHome>
      <div class="masthead">
        <h1>{displayName}</h1>
        {description && <p>{description}</p>}
      </div>
      {posts.length === 0 ? <Empty /> : posts.map((post) => <Entry post={post} />)}
      <Pages page={page} hasOlder={hasOlder} />
    </Page>
  );
}

function Entry({ post }: { readonly post: PostSummary }) {
  return (
    <article class="entry">
      <h2>
        <a href={`/posts/${post.slug}`}>{post.title}</a>
      </h2>
      <p class="when">
        <Dated at={post.publishedAt} />
      </p>
      {post.description && <p>{post.description}</p>}
    </article>
  );
}

function Empty() {
  return <p class="empty">Nothing is published here yet. The first post will appear on this page.</p>;
}

function Pages({ page, hasOlder }: { readonly page: number; readonly hasOlder: boolean }) {
  if (page === 1 && !hasOlder) return <></>;
  return (
    <nav class="pages" aria-label="More posts">
      {page > 1 && (
        <a href={page === 2 ? "/" : `/?page=${page - 1}`} rel="prev">
          Newer posts
        </a>
      )}
      {hasOlder && (
        <a href={`/?page=${page + 1}`} rel="next">
          Older posts
        </a>
      )}
    </nav>
  );
}
