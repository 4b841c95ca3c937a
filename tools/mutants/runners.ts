import { type ChildProcess, fork } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { QUIET } from "../run.ts";
import { ROOT } from "../sources.ts";
import type { Ready, Runner, Trial, TrialResult } from "./trial.ts";

/** A mutant may fill the memory as well as hang. */
const MEMORY_MB = 1_024;

/** What is broken and who may notice, as paths in the repository. */
export interface Subject {
  readonly page: string;
  /** The folder of the pattern. */
  readonly pattern: string;
}

type Message = Ready | TrialResult;

/** Runs a page's pure specs in Node: milliseconds a mutant. */
export function nodeRunner({ page, pattern }: Subject): Runner {
  const paths = { page: join(ROOT, page), sources: join(ROOT, "src"), pattern: join(ROOT, pattern) };
  return processRunner(new URL("./specs-in-node.ts", import.meta.url), [
    paths.page,
    paths.sources,
    paths.pattern,
  ]);
}

/** Runs such specs in workerd, against the real Worker with all mutants in it behind switches: a second or so a mutant. */
export function switchRunner({ page, pattern }: Subject, titles: readonly string[]): Runner {
  return processRunner(new URL("./specs-with-switches.ts", import.meta.url), [page, pattern, ...titles]);
}

/** Runs the specs of a page with these titles in workerd, against the real Worker: seconds a mutant. */
export function workerdRunner({ page, pattern }: Subject, titles: readonly string[]): Runner {
  return processRunner(new URL("./specs-in-workerd.ts", import.meta.url), [
    page,
    join(ROOT, pattern),
    ...titles,
  ]);
}

/** A process, since a mutant that fills the memory takes down whatever it runs in. */
function processRunner(script: URL, args: readonly string[]): Runner {
  // A group of its own, so that ending it ends the workerd below it too.
  const child = fork(script, [...args], {
    cwd: ROOT,
    env: { ...process.env, ...QUIET },
    execArgv: [`--max-old-space-size=${MEMORY_MB}`],
    detached: true,
    stdio: ["ignore", "ignore", "pipe", "ipc"],
  });
  let stderr = "";
  child.stderr?.on("data", (chunk: Buffer) => void (stderr = (stderr + chunk.toString()).slice(-2_000)));
  const inbox = createInbox();
  child.on("message", (message) => inbox.take(message as Message));
  child.on("error", (error) => inbox.fail(error));
  child.on("exit", (code) => inbox.fail(new Error(`${script.pathname} ended with ${code}: ${stderr}`)));
  const onExit = (): void => killGroup(child);
  process.once("exit", onExit);
  return {
    ready: async () => (await inbox.next()) as Ready,
    async run(trial: Trial) {
      child.send(trial);
      return (await inbox.next()) as TrialResult;
    },
    async stop() {
      process.off("exit", onExit);
      if (child.exitCode === null && child.signalCode === null) {
        const gone = new Promise((resolve) => child.once("exit", resolve));
        killGroup(child);
        await gone;
      }
      rmSync(cacheOf(child.pid ?? 0), { recursive: true, force: true });
    },
  };
}

/** Where vitest keeps what it has transformed: two at a time, and the gate, would write into one cache. */
export function cacheOf(pid: number): string {
  return join(ROOT, "node_modules", ".cache", `mutants-${pid}`);
}

function killGroup({ pid }: ChildProcess): void {
  try {
    if (pid !== undefined) process.kill(-pid, "SIGKILL");
  } catch {
    // It has ended by itself.
  }
}

/** Messages in their order, for one reader, and the failure that ends them. */
function createInbox() {
  const arrived: Message[] = [];
  let failure: Error | undefined;
  let wake: (() => void) | undefined;
  return {
    take(message: Message): void {
      arrived.push(message);
      wake?.();
    },
    fail(error: Error): void {
      failure ??= error;
      wake?.();
    },
    async next(): Promise<Message> {
      while (arrived.length === 0) {
        if (failure) throw failure;
        await new Promise<void>((resolve) => (wake = resolve));
      }
      return arrived.shift() as Message;
    },
  };
}
