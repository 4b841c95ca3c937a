import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { listBuiltPages } from "../specs/site/built.ts";
import { judgeAll } from "./audit/axe.ts";
import { buildSite, isBuildFresh } from "./build.ts";
import { migrateLocal } from "./database.ts";
import { findFreePort } from "./port.ts";
import { serveWorker } from "./serve.ts";

// `npm run audit`: axe on every page in every look, of the site as the Worker serves it. `npm run audit -- /catalogue/`
// takes the pages whose path begins so.

const [start = "/"] = process.argv.slice(2);

if (!isBuildFresh()) {
  console.log("Building the site …");
  const { code } = await buildSite({ show: true });
  if (code !== 0) process.exit(code);
}
const paths = listBuiltPages().filter((path) => path.startsWith(start));
const state = mkdtempSync(join(tmpdir(), "grove-audit-"));
await migrateLocal({ state });
const port = await findFreePort();
const worker = await serveWorker({ port, state });
try {
  const { pages, looks, violations } = await judgeAll(`http://localhost:${port}`, paths);
  console.log(`axe: ${violations} violations on ${pages} pages in ${looks} looks`);
  process.exitCode = pages > 0 && violations === 0 ? 0 : 1;
} finally {
  await worker.stop();
  rmSync(state, { recursive: true, force: true });
}
// What Wrangler leaves open would keep a finished audit waiting.
process.exit();
