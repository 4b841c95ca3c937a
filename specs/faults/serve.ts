import { parseArgs } from "node:util";
import { importWrangler } from "#tools/serve";

// The process that gets killed: it serves the Worker, says so to its parent, and never ends by itself.
const { values } = parseArgs({
  options: { config: { type: "string" }, state: { type: "string" }, port: { type: "string" } },
});
const { config = "", state = "", port } = values;
const { unstable_startWorker: startWorker } = await importWrangler();
const worker = await startWorker({
  config,
  dev: {
    server: { hostname: "localhost", port: Number(port) },
    persist: state,
    inspector: false,
    liveReload: false,
    watch: false,
  },
});
await worker.ready;
process.send?.("ready");
// A parent that is gone asks nothing any more.
process.once("disconnect", () => process.kill(-process.pid, "SIGKILL"));
