import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { ROOT } from "./sources.ts";

/** The folder of this checkout's local D1 and Durable Objects. SQLite lets one Worker at a time write there. */
export const STATE = join(ROOT, ".wrangler", "state");

const LOCK = "holder.json";

export interface Holder {
  readonly pid: number;
  /** Where it serves, or is about to. */
  readonly url: string;
}

/** Holds `state` until this process ends. Returns the living process that holds it already, where there is one. */
export function holdState(state: string, url: string): Holder | undefined {
  mkdirSync(state, { recursive: true });
  const lock = join(state, LOCK);
  const holder = readHolder(lock);
  if (holder && isAlive(holder.pid)) return holder;
  rmSync(lock, { force: true }); // Its process ended without tidying up.
  writeFileSync(lock, JSON.stringify({ pid: process.pid, url }), { flag: "wx" });
  process.once("exit", () => rmSync(lock, { force: true }));
  return undefined;
}

/** Holds this checkout's state, or says who does and ends this process. */
export function claimState(url: string): void {
  const holder = holdState(STATE, url);
  if (!holder) return;
  const folder = relative(ROOT, STATE);
  console.error(
    `This checkout already has a server, for ${holder.url} (pid ${holder.pid}), and ${folder} takes one at a time.\n` +
      `Stop that one first. If it is not running, delete ${folder}/${LOCK}.`,
  );
  process.exit(1);
}

function readHolder(lock: string): Holder | undefined {
  try {
    return JSON.parse(readFileSync(lock, "utf8"));
  } catch {
    return undefined; // Nobody holds it, or somebody was cut off while writing.
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // Another user's process may not be signalled, and lives.
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
