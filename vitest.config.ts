import { randomBytes } from "node:crypto";
import { cloudflareTest, readD1Migrations } from "@cloudflare/vitest-pool-workers";
import { defineConfig } from "vitest/config";
import { EvidenceReporter } from "./specs/harness/evidence.ts";
import { listPagesWithScript, pagesAsTests } from "./specs/harness/vite-plugin.ts";

const inWorkerd = () =>
  cloudflareTest(async () => ({
    wrangler: { configPath: "./wrangler.toml" },
    miniflare: {
      bindings: {
        TEST_MIGRATIONS: await readD1Migrations("migrations"),
        DEVELOPMENT_SIGN_IN: "allowed",
        SESSION_KEYS: `tests:${randomBytes(32).toString("base64url")}`,
        OPERATOR_KEYS: `autumn:${randomBytes(32).toString("base64url")}`,
      },
      // Grove has no use for one yet; Prism's share of one is tried on a real one.
      kvNamespaces: ["TEST_KV"],
      // A database that one tenant has to itself.
      d1Databases: ["TEST_OWN_DB"],
    },
  }));

/** No bar: how long a test may take before it counts as one that hangs, on a slow machine that does other things too. */
const HANGS_AFTER_MS = 60_000;

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
          testTimeout: HANGS_AFTER_MS,
        },
      },
      {
        // A pattern's own tests share nothing but the runtime, and start in a ninth of the time when they share that.
        plugins: [inWorkerd()],
        test: {
          name: "patterns",
          include: [
            "src/implementations/**/*.test.ts",
            "specs/isolation/**/*.test.ts",
            "playground/**/*.test.ts",
          ],
          setupFiles: ["specs/setup/index.ts"],
          testTimeout: HANGS_AFTER_MS,
          isolate: false,
        },
      },
      {
        test: {
          name: "harness",
          include: ["specs/harness/**/*.test.ts", "{tools,src/site,src/components}/**/*.test.ts"],
          testTimeout: HANGS_AFTER_MS,
        },
      },
      {
        test: { name: "faults", include: ["specs/faults/**/*.test.ts"], testTimeout: HANGS_AFTER_MS },
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
