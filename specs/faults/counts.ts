import type { Claim, Standing, Verdict } from "#implementations/threshold";
import { Sandbox, SandboxState } from "#grove/contracts/sandbox";
import type { Life } from "./life.ts";
import type { Work } from "./storm.ts";
import { newTally, sendAll, type Tally, userOf } from "./tally.ts";

/** What a limit's window holds after a kill, beside what its client knew by then. */
export interface CountReading extends Tally {
  readonly used: number;
}

/** Requests against one limit. */
export interface CountedWork extends Work {
  readonly limit: number;
  /** One for each kill. */
  readonly readings: readonly CountReading[];
  /** Sends requests until some are refused, and says what came of all that were ever sent. */
  exhaust(life: Life): Promise<Tally>;
}

interface Counted {
  readonly limit: number;
  readonly perLife: number;
  /** Sends one, and says whether it was admitted. */
  readonly send: (life: Life) => Promise<boolean>;
  readonly readUsed: (life: Life) => Promise<number>;
}

function countedWork({ limit, perLife, send, readUsed }: Counted): CountedWork {
  const tally = newTally();
  const readings: CountReading[] = [];
  return {
    limit,
    readings,
    run: async (life) => await sendAll(tally, perLife, async () => await send(life)),
    look: async (life) => void readings.push({ ...tally, used: await readUsed(life) }),
    async exhaust(life) {
      const { refused } = tally;
      while (tally.refused === refused) await sendAll(tally, 30, async () => await send(life));
      return { ...tally };
    },
  };
}

interface LimitOptions {
  readonly limit: number;
  readonly windowMs: number;
  readonly perLife: number;
}

/** A limit of one user's own. Where nobody has signed in a refusal is no step on the ladder, so this can go on. */
export function userLimit(name: string, { limit, windowMs, perLife }: LimitOptions): CountedWork {
  const claims: Claim[] = [{ policy: { name, limit, windowMs }, key: "" }];
  return countedWork({
    limit,
    perLife,
    async send(life) {
      const verdict = (await userOf(life, name)("checkUserRateLimit", claims)) as Verdict;
      return verdict.kind === "allowed";
    },
    async readUsed(life) {
      const [standing] = (await userOf(life, name)("readUserRateLimit", claims)) as Standing[];
      return standing?.used ?? NaN;
    },
  });
}

/** What a sandbox may write in an hour, through the public API. */
export async function sandboxWrites(first: Life, perLife: number): Promise<CountedWork> {
  const { id, requests, limits } = await makeSandbox(first);
  return countedWork({
    limit: limits.writes.limit,
    perLife,
    async send(life) {
      const answer = await life.send(requests, { method: "POST" });
      await answer.text();
      if (answer.status === 200 || answer.status === 429) return answer.ok;
      throw new Error(`Cannot write to ${id}: the Worker answered ${answer.status}`);
    },
    async readUsed(life) {
      const state = SandboxState.parse(await (await life.send(`/api/sandboxes/${id}`)).json());
      return state.categories.writes.used;
    },
  });
}

export async function makeSandbox(life: Life): Promise<Sandbox> {
  const headers = { "Content-Type": "application/json" };
  const answer = await life.send("/api/sandboxes", { method: "POST", headers, body: '{"tier":"seedling"}' });
  return Sandbox.parse(await answer.json());
}
