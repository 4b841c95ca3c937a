import { cloudflareTest } from "@cloudflare/vitest-pool-workers";
import { defineConfig } from "vitest/config";
import { pagesAsTests } from "../vite-plugin.ts";

const FOLDER = "specs/harness/broken";

/** Pages that must fail, run apart from the gate by the harness's own tests. */
export default defineConfig({
  plugins: [
    pagesAsTests({ pages: FOLDER }),
    cloudflareTest({ miniflare: { compatibilityDate: "2026-10-01" } }),
  ],
  // Without a cache of its own it would share the gate's while the gate runs.
  cacheDir: "node_modules/.cache/broken-pages",
  test: { include: [`${FOLDER}/*.mdx`], exclude: [`${FOLDER}/types.mdx`] },
});
