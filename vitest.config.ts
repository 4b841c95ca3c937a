import { cloudflareTest, readD1Migrations } from "@cloudflare/vitest-pool-workers";
import { defineConfig } from "vitest/config";
import { EvidenceReporter } from "./specs/harness/evidence.ts";
import { listPagesWithScript, pagesAsTests } from "./specs/harness/vite-plugin.ts";

export default defineConfig({
  test: {
    // Finding nothing must never pass.
    passWithNoTests: false,
    reporters: ["default", new EvidenceReporter()],
    projects: [
      {
        plugins: [
          pagesAsTests({ pages: "src/content/docs" }),
          cloudflareTest(async () => ({
            wrangler: { configPath: "./wrangler.toml" },
            miniflare: { bindings: { TEST_MIGRATIONS: await readD1Migrations("migrations") } },
          })),
        ],
        test: {
          name: "workerd",
          include: [
            ...listPagesWithScript("src/content/docs"),
            "src/{implementations,grove}/**/*.test.ts",
            "playground/**/*.test.ts",
            "specs/journeys/**/*.test.ts",
          ],
          setupFiles: ["specs/setup/index.ts"],
        },
      },
      {
        test: { name: "harness", include: ["specs/harness/**/*.test.ts", "{tools,src/site}/**/*.test.ts"] },
      },
      {
        test: { name: "faults", include: ["specs/faults/**/*.test.ts"], testTimeout: 60_000 },
      },
      {
        test: {
          name: "site",
          include: ["specs/site/**/*.test.ts"],
          globalSetup: ["specs/site/setup/serve.ts"],
          testTimeout: 120_000,
        },
      },
    ],
  },
});
