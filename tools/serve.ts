import { join } from "node:path";
import type * as Wrangler from "wrangler";
import { QUIET } from "./run.ts";
import { ROOT } from "./sources.ts";

export interface ServedWorker {
  /** Ends the Worker and its runtime; nothing of it runs afterwards. */
  stop(): Promise<void>;
}

interface ServeOptions {
  readonly port: number;
  /** The folder that holds the local D1 and Durable Objects. */
  readonly state: string;
  /** Rebuilds the Worker when its sources change. */
  readonly watch?: boolean;
}

/** Serves the Worker, and through it the built site, from the real runtime on this machine's loopback. */
export async function serveWorker({ port, state, watch = false }: ServeOptions): Promise<ServedWorker> {
  const { unstable_startWorker: startWorker } = await importWrangler();
  const worker = await startWorker({
    config: join(ROOT, "wrangler.toml"),
    dev: {
      server: { hostname: "localhost", port },
      persist: state,
      inspector: false,
      liveReload: false,
      watch,
    },
  });
  await worker.ready;
  return { stop: () => worker.dispose() };
}

/** Wrangler as a library. It reads its settings from the environment when it loads, so they are set first. */
export async function importWrangler(): Promise<typeof Wrangler> {
  Object.assign(process.env, { WRANGLER_LOG: "error", ...QUIET, ...process.env });
  return import("wrangler");
}
