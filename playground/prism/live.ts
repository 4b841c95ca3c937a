import type { StatementOutcome } from "#grove/contracts/statement";
import { isTrouble, openSandbox, type Trouble, troubleOf } from "../kit/sandbox.ts";

/** The share of this Worker's database that a throw-away tenant has. */
export interface LiveShare {
  readonly name: string;
  run(sql: string): Promise<StatementOutcome | Trouble>;
}

/** Asks this Worker for a sandbox, and opens its share. */
export async function openShare(): Promise<LiveShare | Trouble> {
  const sandbox = await openSandbox();
  if (isTrouble(sandbox)) return sandbox;
  return {
    name: sandbox.name,
    async run(sql) {
      const heard = await sandbox.call("/sql", { sql });
      return heard?.status === 200 ? (heard.body as StatementOutcome) : troubleOf(heard);
    },
  };
}
