import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync } from "node:fs";
import { delimiter, join } from "node:path";
import { ROOT } from "./sources.ts";

export interface Outcome {
  readonly code: number;
  /** What the command printed on both streams; empty when it was shown instead. */
  readonly output: string;
  readonly seconds: number;
}

export interface RunOptions {
  /** Shows what the command prints as it comes, and lets it read the terminal. */
  readonly show?: boolean;
  readonly env?: Readonly<Record<string, string>>;
}

/** Wrangler asks nothing, tells nobody, and looks nothing up. */
export const QUIET = {
  WRANGLER_SEND_METRICS: "false",
  WRANGLER_HIDE_BANNER: "true",
  CLOUDFLARE_CF_FETCH_ENABLED: "false",
  ASTRO_TELEMETRY_DISABLED: "1",
} as const;

const running = new Set<ChildProcess>();

/** Runs a command of this repository's own toolchain, whatever the caller's PATH, and waits for its end. */
export async function run(
  command: string,
  args: readonly string[],
  options: RunOptions = {},
): Promise<Outcome> {
  const began = performance.now();
  const path = [join(ROOT, "node_modules", ".bin"), process.env["PATH"]].join(delimiter);
  const child = spawn(command === "node" ? process.execPath : command, args, {
    cwd: ROOT,
    env: { ...process.env, ...QUIET, PATH: path, ...options.env },
    stdio: options.show ? "inherit" : ["ignore", "pipe", "pipe"],
  });
  running.add(child);
  const chunks: Buffer[] = [];
  const keep = (chunk: Buffer): void => void chunks.push(chunk);
  child.stdout?.on("data", keep);
  child.stderr?.on("data", keep);
  try {
    const code = await new Promise<number>((resolve, reject) => {
      child.once("error", (cause) => reject(new Error(`Cannot run ${command}`, { cause })));
      child.once("close", (exit) => resolve(exit ?? 1));
    });
    const seconds = (performance.now() - began) / 1000;
    return { code, output: Buffer.concat(chunks).toString(), seconds };
  } finally {
    running.delete(child);
  }
}

/** Like `run`, and throws with what the command printed when it fails. */
export async function must(
  command: string,
  args: readonly string[],
  options: RunOptions = {},
): Promise<Outcome> {
  const outcome = await run(command, args, options);
  if (outcome.code === 0) return outcome;
  throw new Error(`${command} ${args.join(" ")} failed with ${outcome.code}\n${outcome.output}`);
}

/** Ends the commands that are still running; the caller is about to leave. */
export function stopRunning(): void {
  for (const child of running) child.kill("SIGTERM");
}

const WATCH_MS = 500;

/**
 * Calls `leave` once when this process is asked to end. A shell that npm puts between ends on a signal without passing
 * it on, so the loss of the parent counts as being asked.
 */
export function onLeave(leave: () => Promise<void>): void {
  const parent = process.ppid;
  let isLeaving = false;
  const once = (): void => {
    if (isLeaving) return;
    isLeaving = true;
    void leave();
  };
  process.on("SIGINT", once);
  process.on("SIGTERM", once);
  process.on("SIGHUP", once);
  setInterval(() => process.ppid === parent || once(), WATCH_MS).unref();
}

/** The Worker's configuration names the folder of the built site, which must exist before there is one. */
export function makeDist(): void {
  mkdirSync(join(ROOT, "dist"), { recursive: true });
}
