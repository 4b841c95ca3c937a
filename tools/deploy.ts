import { buildSite, readEvidence, writeBindingTypes } from "./build.ts";
import { listUnfinished } from "../src/site/unfinished.ts";
import { must, run } from "./run.ts";

const DATABASE = "grove";
const isDryRun = process.argv.includes("--dry-run");

function say(line: string): void {
  console.log(line);
}

function refuse(line: string): never {
  console.error(line);
  process.exit(1);
}

/** Nothing is published untested. The report is no proof: npm start writes one too, from the pages alone. */
async function proveSources(): Promise<void> {
  say("Running every spec and test of the Worker …");
  const args = ["tools/tests.ts", "--project", "workerd", "--project", "alone", "--project", "harness"];
  const { code, output } = await run("node", args);
  if (code !== 0) refuse(`${output}\nNot deployed: not everything passed, as shown above.`);
  if (readEvidence() !== "passing") {
    refuse(`${output}\nNot deployed: the pages' evidence is ${readEvidence()} after a run that passed.`);
  }
  say("All passed, on these very sources.");
}

/** A page that was begun from the template is a draft until nothing stands under its toDo. */
function refuseDrafts(): void {
  const drafts = listUnfinished();
  if (drafts.length > 0) refuse(`Not deployed: pages say what they still lack.\n${drafts.join("\n")}`);
}

async function build(): Promise<void> {
  if (!process.env["SITE_URL"]) {
    say("SITE_URL is not set, so the pages will call themselves http://localhost:8787 to search engines.");
    say("Set it to the address that you deploy to, such as https://grove-patterns.example.workers.dev");
  }
  say("Building the site …");
  await writeBindingTypes();
  const outcome = await buildSite();
  if (outcome.code !== 0) refuse(`${outcome.output}\nNot deployed: the site does not build.`);
  // The pages say where their evidence is stale; a build that does must not be published.
  if (readEvidence() !== "passing") refuse("Not deployed: the sources changed while the site was built.");
}

/**
 * Whether the account has the database. The configuration names it and has no id: the first `wrangler deploy` creates
 * it, and from then on Wrangler finds it by its name.
 */
async function hasDatabase(): Promise<boolean> {
  const { code, output } = await run("wrangler", ["d1", "list", "--json"]);
  if (code !== 0) {
    refuse(`${output}\nNot deployed: log in with npx wrangler login, or set CLOUDFLARE_API_TOKEN.`);
  }
  const databases: { name: string }[] = JSON.parse(output.slice(output.indexOf("[")));
  return databases.some(({ name }) => name === DATABASE);
}

async function publish(): Promise<void> {
  // On a terminal Wrangler writes the id of the database that it created into wrangler.toml, but not where CI is set.
  const outcome = await run("wrangler", ["deploy"], { show: true, env: { CI: "true" } });
  if (outcome.code !== 0) refuse("Not deployed: wrangler deploy failed, as shown above.");
}

async function migrate(): Promise<void> {
  const args = ["d1", "migrations", "apply", DATABASE, "--remote"];
  const outcome = await run("wrangler", args, { show: true });
  if (outcome.code !== 0) refuse("The remote migrations failed, as shown above. Run npm run deploy again.");
}

refuseDrafts();
await proveSources();
await build();
if (isDryRun) {
  const { output } = await must("wrangler", ["deploy", "--dry-run"]);
  say(output.trimEnd());
  say(`
A real run would now, on the Cloudflare account that wrangler is logged in to:
  1. apply the migrations that the D1 database "${DATABASE}" lacks
     (a first run has no database yet: step 2 creates it, and this step follows)
  2. upload the Worker, its objects and the site, with wrangler deploy
Nothing was sent.`);
} else if (await hasDatabase()) {
  // The tables first: new code may read a column that old code never misses.
  await migrate();
  await publish();
} else {
  await publish();
  await migrate();
}
