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

const ALONE = "specs/**/*.alone.test.ts";

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
            "{src/grove,src/implementations,playground}/**/*.test.ts",
            "specs/{journeys,isolation}/**/*.test.ts",
          ],
          exclude: [ALONE],
          setupFiles: ["specs/setup/index.ts"],
          testTimeout: HANGS_AFTER_MS,
          // One runtime and one storage for all files: a file with a workerd of its own waits four seconds for it. Each test
          // has tenants, users and a client's address that no other knows.
          isolate: false,
          // What Grove logs goes to the terminal as it is. Vitest would take each line to its process in the name of the
          // request that logged it, and report those whose request was over by then as errors.
          disableConsoleIntercept: true,
        },
      },
      {
        // Files that change what every test shares, such as the attack level.
        plugins: [inWorkerd()],
        test: {
          name: "alone",
          include: [ALONE],
          setupFiles: ["specs/setup/index.ts"],
          testTimeout: HANGS_AFTER_MS,
          disableConsoleIntercept: true,
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
