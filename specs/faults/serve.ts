import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { convertV4MiniflareOptions, Miniflare, type V4MiniflareOptions } from "miniflare";

// The process that gets killed: it serves the Worker, says so to its parent, and never ends by itself.
const { values } = parseArgs({ options: { runtime: { type: "string" }, port: { type: "string" } } });
const { runtime = "", port } = values;
const options: V4MiniflareOptions = JSON.parse(readFileSync(runtime, "utf8"));
const worker = new Miniflare(
  convertV4MiniflareOptions({ ...options, host: "localhost", port: Number(port) }),
);
await worker.ready;
process.send?.("ready");
// A parent that is gone asks nothing any more.
process.once("disconnect", () => process.kill(-process.pid, "SIGKILL"));
