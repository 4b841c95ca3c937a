import { fileURLToPath } from "node:url";
import starlight from "@astrojs/starlight";
import { defineConfig } from "astro/config";
import starlightLinksValidator from "starlight-links-validator";
import { collectScriptHashes } from "./src/site/csp.ts";
import { lighterCode } from "./src/site/lighter-code.ts";
import { freshEvidence } from "./src/site/dev-evidence.ts";
import { oneScript } from "./src/site/one-script.ts";
import { listPatternSlugs } from "./src/site/roadmap.ts";
import { readLocales } from "./src/site/locales.ts";
import { markdownPages } from "./src/site/markdown/index.ts";

const site = process.env.SITE_URL ?? "http://localhost:8787";
const locales = readLocales();
const title = "Grove Patterns";
const description = "Patterns for multi-tenant systems, on pages that are their own tests.";
const styles = ["tokens", "type", "frame", "prose", "code", "tables", "diagram", "print"];

export default defineConfig({
  site,
  // Where the API is proxied, `npm run dev`, Astro would answer 404 for its addresses before it asks the proxy.
  trailingSlash: process.env.GROVE_API ? "ignore" : "always",
  // Every asset passes through the Worker: a page fetched because a pointer passed over it is a billed request.
  prefetch: false,
  devToolbar: { enabled: false },
  vite: {
    resolve: {
      alias: [
        {
          find: /^.*\/TableOfContents\/starlight-toc$/,
          replacement: fileURLToPath(new URL("./src/components/table-of-contents.ts", import.meta.url)),
        },
      ],
    },
    server: { proxy: process.env.GROVE_API ? { "/api": process.env.GROVE_API } : {} },
  },
  integrations: [
    starlight({
      title,
      description,
      ...locales.options,
      favicon: "/favicon.svg",
      customCss: styles.map((name) => `./src/styles/${name}.css`),
      // What git knows of a page, `src/site/route.ts` tells.
      lastUpdated: false,
      routeMiddleware: ["./src/site/catalogue/route.ts", "./src/site/route.ts"],
      ...(process.env.EDIT_URL && { editLink: { baseUrl: process.env.EDIT_URL } }),
      components: {
        PageTitle: "./src/components/overrides/PageTitle.astro",
        MarkdownContent: "./src/components/overrides/MarkdownContent.astro",
        Hero: "./src/components/overrides/Hero.astro",
        Search: "./src/components/overrides/Search.astro",
        SiteTitle: "./src/components/overrides/SiteTitle.astro",
      },
      head: [
        {
          tag: "link",
          attrs: {
            rel: "preload",
            href: "/fonts/source-serif-4-600.woff2",
            as: "font",
            type: "font/woff2",
            crossorigin: true,
          },
        },
        {
          tag: "meta",
          attrs: { name: "theme-color", content: "#fbf9f4", media: "(prefers-color-scheme: light)" },
        },
        {
          tag: "meta",
          attrs: { name: "theme-color", content: "#131815", media: "(prefers-color-scheme: dark)" },
        },
      ],
      sidebar: locales.inEachLanguage([
        { label: "Start", items: ["start/tour", "start/run-it", "start/deploy-it"] },
        {
          label: "Patterns",
          items: [
            { label: "All patterns", slug: "patterns" },
            ...listPatternSlugs().map((slug) => `patterns/${slug}`),
          ],
        },
        {
          label: "Catalogue",
          items: [
            { label: "All entries", slug: "catalogue" },
            "find/filter",
            "find/problem",
            "find/paths",
            "find/decide",
          ],
        },
        { label: "Guides", items: ["guides/rate-limiting", "guides/defer-writes", "guides/scope-a-table"] },
        {
          label: "Reference",
          items: [
            "reference/http-api",
            "reference/openapi",
            "reference/tiers",
            "reference/bindings",
            "reference/status",
          ],
        },
        { label: "Contribute", items: [{ autogenerate: { directory: "contribute" } }] },
      ]),
      plugins: [starlightLinksValidator({ errorOnInvalidHashes: true, errorOnLocalLinks: false })],
    }),
    markdownPages({ title, description }),
    lighterCode(),
    // After the one that looks for scripts within blocks of code.
    oneScript(),
    collectScriptHashes(),
    freshEvidence(),
  ],
});
