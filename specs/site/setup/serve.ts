import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { findChromium } from "../../../tools/chromium.ts";
import { migrateLocal, type SeededTenant, seedLocal } from "../../../tools/database.ts";
import { findFreePort } from "../../../tools/port.ts";
import { serveWorker } from "../../../tools/serve.ts";
import { ROOT } from "../../../tools/sources.ts";

declare module "vitest" {
  export interface ProvidedContext {
    /** Where the built site, its API and the tenants' blogs are served, by the Worker as it would be deployed. */
    port: number;
    tenants: readonly SeededTenant[];
  }
}

/** Serves the built Worker once for all the checks of the site, from a state of its own. */
export async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  if (!existsSync(join(ROOT, "dist", "index.html"))) {
    throw new Error("Cannot check the site: dist/ holds no built site; run npm run build first");
  }
  findChromium(); // Unpacks it, where that is needed, before several files would at once.
  const state = mkdtempSync(join(tmpdir(), "grove-site-"));
  await migrateLocal({ state });
  const tenants = await seedLocal({ state });
  const port = await findFreePort();
  const worker = await serveWorker({ port, state });
  provide("port", port);
  provide("tenants", tenants);
  return async () => {
    await worker.stop();
    rmSync(state, { recursive: true, force: true });
  };
}
