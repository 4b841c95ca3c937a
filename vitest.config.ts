import { cloudflareTest, readD1Migrations } from "@cloudflare/vitest-pool-workers";
import { defineConfig } from "vitest/config";
import { EvidenceReporter } from "./specs/harness/evidence.ts";
import { listPagesWithScript, pagesAsTests } from "./specs/harness/vite-plugin.ts";

const inWorkerd = () =>
  cloudflareTest(async () => ({
    wrangler: { configPath: "./wrangler.toml" },
    miniflare: { bindings: { TEST_MIGRATIONS: await readD1Migrations("migrations") } },
  }));

export default defineConfig({
  test: {
    // Finding nothing must never pass.
    passWithNoTests: false,
    // Left to itself Vitest keeps a core free, which on two cores is half of them.
    maxWorkers: "100%",
    reporters: ["default", new EvidenceReporter()],
    projects: [
      {
        plugins: [pagesAsTests({ pages: "src/content/docs" }), inWorkerd()],
        test: {
          name: "workerd",
          include: [
            ...listPagesWithScript("src/content/docs"),
            "src/grove/**/*.test.ts",
            "specs/journeys/**/*.test.ts",
          ],
          setupFiles: ["specs/setup/index.ts"],
        },
      },
      {
        // A pattern's own tests share nothing but the runtime, and start in a ninth of the time when they share that.
        plugins: [inWorkerd()],
        test: {
          name: "patterns",
          include: ["src/implementations/**/*.test.ts", "playground/**/*.test.ts"],
          setupFiles: ["specs/setup/index.ts"],
          isolate: false,
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
