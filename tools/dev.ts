import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { writeBindingTypes } from "./build.ts";
import { migrateLocal, seedLocal } from "./database.ts";
import { findFreePort, isPortFree } from "./port.ts";
import { onLeave, QUIET } from "./run.ts";
import { serveWorker } from "./serve.ts";
import { ROOT } from "./sources.ts";
import { claimState, STATE } from "./state.ts";

const SITE_PORT = 4321;
const API_PORT = 8788;

/** The site with hot reload; what it asks of /api goes on to the Worker, which is rebuilt when it changes. */
function startSite(api: string): ChildProcess {
  const astro = join(ROOT, "node_modules", ".bin", "astro");
  return spawn(astro, ["dev", "--port", String(SITE_PORT)], {
    cwd: ROOT,
    env: { ...process.env, ...QUIET, GROVE_API: api },
    stdio: "inherit",
  });
}

claimState(`http://localhost:${SITE_PORT}`);
const types = await writeBindingTypes();
if (types.code !== 0) throw new Error(`Cannot write the types of the bindings\n${types.output}`);
await migrateLocal({ state: STATE });
const tenants = await seedLocal({ state: STATE });
const port = (await isPortFree(API_PORT)) ? API_PORT : await findFreePort();
const worker = await serveWorker({ port, state: STATE, watch: true });
const site = startSite(`http://localhost:${port}`);

const leave = async (code: number): Promise<void> => {
  site.kill("SIGTERM");
  await worker.stop();
  process.exit(code);
};
site.once("exit", (code) => void leave(code ?? 0));
onLeave(() => leave(0));

console.log(`The Worker is served at http://localhost:${port}, with the site as last built`);
for (const { subdomain } of tenants) console.log(`  http://${subdomain}.grove.localhost:${port}`);
