import type { D1Migration } from "cloudflare:test";

declare global {
  namespace Cloudflare {
    interface Env {
      /** The files of migrations/, read by vitest.config.ts. */
      TEST_MIGRATIONS: D1Migration[];
      /** A namespace of tests, given by vitest.config.ts. */
      TEST_KV: KVNamespace;
      /** A database of tests that Grove's migrations have not made. */
      TEST_OWN_DB: D1Database;
    }
  }
}
