import { raw } from "hono/html";
import type { Child } from "hono/jsx";
import type { TenantConfig } from "../contracts/tenant.ts";

const ACCENTS = 6;

export interface PageProps {
  /** What the browser's tab says. */
  readonly title: string;
  readonly description?: string;
  /** The blog that the page is of; a page that is no blog's has none. */
  readonly tenant?: Pick<TenantConfig, "subdomain" | "displayName">;
  /** The origin of the site. */
  readonly site?: string;
  /** Whether the page is the blog's first, whose heading is the blog's own name. */
  readonly isHome?: boolean;
  readonly children: Child;
}

/** The frame around every page of a blog. */
export function Page(props: PageProps) {
  const { title, description, tenant, site, isHome = false, children } = props;
  return (
    <>
      {raw("<!doctype html>")}
      <html lang="en" class={accentOf(tenant?.subdomain ?? "")}>
        <head>
          <meta charset="utf-8" />
          <title>{title}</title>
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <meta name="color-scheme" content="light dark" />
          {description && <meta name="description" content={description} />}
          <link rel="stylesheet" href="/style.css" />
          <link rel="icon" href="/icon.svg" type="image/svg+xml" />
          {tenant && (
            <link rel="alternate" type="application/atom+xml" title={tenant.displayName} href="/feed.xml" />
          )}
        </head>
        <body>
          <a class="skip" href="#main">
            Skip to the text
          </a>
          {tenant && !isHome && (
            <header>
              <a href="/" rel="home">
                {tenant.displayName}
              </a>
            </header>
          )}
          <main id="main" tabindex={-1}>
            {children}
          </main>
          <footer>
            {tenant && <a href="/feed.xml">Feed</a>}
            {site && <a href={site}>Grown on Grove</a>}
          </footer>
        </body>
      </html>
    </>
  );
}

/** Each blog keeps one of a few accent colours, picked by its name. */
function accentOf(subdomain: string): string {
  const sum = Array.from(subdomain).reduce((total, letter) => total + letter.charCodeAt(0), 0);
  return `accent-${sum % ACCENTS}`;
}
