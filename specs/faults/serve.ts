import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { convertV4MiniflareOptions, Miniflare, type V4MiniflareOptions } from "miniflare";

// The process that gets killed: it serves the Worker on a port that is free, tells its parent which, and never ends by itself.
const { values } = parseArgs({ options: { runtime: { type: "string" } } });
const { runtime = "" } = values;
const options: V4MiniflareOptions = JSON.parse(readFileSync(runtime, "utf8"));
const worker = new Miniflare(convertV4MiniflareOptions({ ...options, host: "localhost", port: 0 }));
const { port } = await worker.ready;
process.send?.(port);
// A parent that is gone asks nothing any more.
process.once("disconnect", () => process.kill(-process.pid, "SIGKILL"));
