import { randomBytes } from "node:crypto";
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

const READY_WITHIN_MS = 60_000;

/** Serves the Worker, and through it the built site, from the real runtime on this machine's loopback. */
export async function serveWorker({ port, state, watch = false }: ServeOptions): Promise<ServedWorker> {
  const { unstable_startWorker: startWorker } = await importWrangler();
  const worker = await startWorker({
    config: join(ROOT, "wrangler.toml"),
    bindings: {
      // What no deploy has: here anybody may sign in as anybody, until the Worker is started again.
      DEVELOPMENT_SIGN_IN: { type: "plain_text", value: "allowed" },
      SESSION_KEYS: { type: "plain_text", value: `local:${randomBytes(32).toString("base64url")}` },
    },
    dev: {
      server: { hostname: "localhost", port },
      persist: state,
      inspector: false,
      liveReload: false,
      watch,
    },
  });
  try {
    await Promise.race([worker.ready, failureOf(worker.raw), tooLate()]);
  } catch (cause) {
    // The Worker's own dispose() would wait for it to be ready, and this fails for the same cause that is told below.
    await worker.raw.teardown().catch(() => undefined);
    throw new Error(`Cannot serve the Worker on port ${port}: ${tell(cause)}`, { cause });
  }
  return { stop: () => worker.dispose() };
}

/** Wrangler tells of a failure to start, such as a port that is taken, by an event alone, and `ready` stays pending. */
function failureOf(events: NodeJS.EventEmitter): Promise<never> {
  return new Promise((_, reject) => events.once("error", reject));
}

function tooLate(): Promise<never> {
  return new Promise((_, reject) => {
    setTimeout(() => reject(new Error(`not ready in ${READY_WITHIN_MS / 1000} s`)), READY_WITHIN_MS).unref();
  });
}

/** An error, or one of Wrangler's events, which have a `reason` and its `cause`. */
function tell(failure: unknown): string {
  if (failure instanceof Error) return failure.message;
  const { reason, cause }: { reason?: string; cause?: { message?: string } } = Object(failure);
  return [reason, cause?.message].filter(Boolean).join(": ") || "for a reason that Wrangler does not tell";
}

/** Wrangler as a library. It reads its settings from the environment when it loads, so they are set first. */
export async function importWrangler(): Promise<typeof Wrangler> {
  Object.assign(process.env, { WRANGLER_LOG: "error", ...QUIET, ...process.env });
  return import("wrangler");
}
