import { buildSite, isBuildFresh, readEvidence, writeBindingTypes } from "./build.ts";
import { migrateLocal, type SeededTenant, seedLocal } from "./database.ts";
import { choosePort, describePortHolder, isPortFree } from "./port.ts";
import { makeDist, onLeave, run, stopRunning } from "./run.ts";
import { type ServedWorker, serveWorker } from "./serve.ts";
import { claimState, STATE } from "./state.ts";

const PAGES = "src/content/docs";

let worker: ServedWorker | undefined;

async function leave(): Promise<void> {
  stopRunning();
  await worker?.stop();
  process.exit(0);
}

function say(line: string): void {
  console.log(line);
}

function readPort(): number {
  try {
    return choosePort(process.argv.slice(2));
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return process.exit(1);
  }
}

async function refuseTakenPort(port: number): Promise<void> {
  if (await isPortFree(port)) return;
  const holder = describePortHolder(port) ?? "another program";
  console.error(
    `Port ${port} is taken by ${holder}. Stop it, or serve on another port:\n  PORT=${port + 1} npm start`,
  );
  process.exit(1);
}

/** The pages show the last run of their specs, so there should be one of these sources. The other tests can wait. */
async function freshenEvidence(): Promise<void> {
  const evidence = readEvidence();
  if (evidence === "passing") return;
  say(`Running the specs, for the evidence that the pages show (it is ${evidence}) …`);
  const { code, output, seconds } = await run("node", ["tools/tests.ts", "--project", "workerd", PAGES]);
  if (code === 0) return say(`  done in ${seconds.toFixed(0)} s`);
  say(output);
  say("Some specs failed, as shown above; the site says so on their pages. Going on.");
}

async function freshenSite(): Promise<void> {
  if (isBuildFresh()) return;
  say("Building the site …");
  await writeBindingTypes();
  const { code, output, seconds } = await buildSite();
  if (code !== 0) {
    console.error(`${output}\nThe site does not build, as shown above.`);
    process.exit(1);
  }
  say(`  done in ${seconds.toFixed(0)} s`);
}

/** Specs and build take their time, in which another program may have taken the port. */
async function serve(port: number): Promise<ServedWorker> {
  await refuseTakenPort(port);
  try {
    return await serveWorker({ port, state: STATE });
  } catch (error) {
    await refuseTakenPort(port);
    throw error;
  }
}

async function printAddresses(port: number, tenants: readonly SeededTenant[]): Promise<void> {
  const health = await fetch(`http://localhost:${port}/api/health`);
  if (!health.ok) throw new Error(`Cannot serve Grove: /api/health answered ${health.status}`);
  say(`\nGrove is served at http://localhost:${port} (Ctrl-C stops it)\n`);
  say(`  Threshold and its demo     http://localhost:${port}/patterns/threshold/`);
  for (const { subdomain, displayName, tier } of tenants) {
    say(`  ${displayName.padEnd(26)} http://${subdomain}.grove.localhost:${port} (${tier})`);
  }
  say(`  Health                     http://localhost:${port}/api/health`);
}

onLeave(leave);
const port = readPort();
claimState(`http://localhost:${port}`);
await refuseTakenPort(port);
makeDist();
await freshenEvidence();
await freshenSite();
if (await migrateLocal({ state: STATE })) say("Migrated the local database.");
const tenants = await seedLocal({ state: STATE });
worker = await serve(port);
await printAddresses(port, tenants);
