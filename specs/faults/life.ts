import { fork } from "node:child_process";
import { EventEmitter, on } from "node:events";
import { QUIET } from "#tools/run";
import { ROOT } from "#tools/sources";
import type { Place } from "./place.ts";
import type { ObjectCall } from "./worker.ts";

/** One life of the Worker in a real runtime. Whatever is in flight when it is killed is never answered. */
export interface Life {
  readonly port: number;
  /** Sends to the API, which takes all of a test's requests to come from one address. */
  send(path: string, init?: RequestInit): Promise<Response>;
  /** Calls a method of an object, and gives what it returned. */
  call(call: ObjectCall): Promise<unknown>;
  /** Asks the database, and gives the rows. */
  query(sql: string): Promise<unknown>;
  /** Resolves when so many more requests have been answered. */
  untilAnswers(count: number): Promise<void>;
  /** Sends SIGKILL to all of the runtime: nothing of it runs any more, and nothing is told. */
  kill(): Promise<void>;
}

const READY_WITHIN_MS = 60_000;
const ANSWERED_WITHIN_MS = 30_000;

export async function startLife({ runtime, temporary }: Place): Promise<Life> {
  // A group of its own, so that the signal reaches the runtime below it too.
  const child = fork(new URL("serve.ts", import.meta.url), ["--runtime", runtime], {
    cwd: ROOT,
    env: { ...process.env, ...QUIET, TMPDIR: temporary },
    detached: true,
    stdio: ["ignore", "ignore", "pipe", "ipc"],
  });
  const answers = new EventEmitter();
  let complaints = "";
  child.stderr?.on(
    "data",
    (chunk: Buffer) => void (complaints = (complaints + chunk.toString()).slice(-2_000)),
  );
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));

  async function kill(): Promise<void> {
    if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
    process.kill(-child.pid, "SIGKILL");
    await ended;
  }

  const port = await new Promise<number>((resolve, reject) => {
    const fail = (why: string) => reject(new Error(`Cannot start the Worker: ${why}\n${complaints}`));
    child.once("message", (message) => resolve(Number(message)));
    child.once("exit", (code) => fail(`its process ended with ${code}`));
    setTimeout(() => fail("it was not ready in a minute"), READY_WITHIN_MS).unref();
  });

  async function send(path: string, init?: RequestInit): Promise<Response> {
    const signal = AbortSignal.timeout(ANSWERED_WITHIN_MS);
    try {
      const answer = await fetch(`http://localhost:${port}${path}`, { signal, ...init });
      answers.emit("answer");
      return answer;
    } catch (cause) {
      if (!signal.aborted) throw cause;
      throw new Error(`Cannot go on: ${path} is not answered by a Worker that lives\n${complaints}`, {
        cause,
      });
    }
  }

  async function untilAnswers(count: number): Promise<void> {
    let left = count;
    for await (const _ of on(answers, "answer")) if (--left <= 0) return;
  }

  return {
    port,
    send,
    untilAnswers,
    async call(call) {
      const answer = await send("/call", { method: "POST", body: JSON.stringify(call) });
      if (!answer.ok) throw new Error(`Cannot call ${call.method}: the Worker answered ${answer.status}`);
      return await answer.json();
    },
    async query(sql) {
      const answer = await send("/query", { method: "POST", body: sql });
      if (!answer.ok) throw new Error(`Cannot query: the Worker answered ${answer.status} to ${sql}`);
      return await answer.json();
    },
    kill,
  };
}
