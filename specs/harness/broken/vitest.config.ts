import { cloudflareTest } from "@cloudflare/vitest-pool-workers";
import { defineConfig } from "vitest/config";
import { pagesAsTests } from "../vite-plugin.ts";

/** Pages that must fail, run apart from the gate by the harness's own tests. */
export default defineConfig({
  root: import.meta.dirname,
  plugins: [
    pagesAsTests({ pages: import.meta.dirname }),
    cloudflareTest({ miniflare: { compatibilityDate: "2026-10-01" } }),
  ],
  test: { include: ["*.mdx"], exclude: ["types.mdx"] },
});
