import type { Sandbox } from "#grove/contracts/sandbox";
import type { SignedIn } from "#grove/contracts/session";
import type { StatementOutcome } from "#grove/contracts/statement";
import { ask, explain, type Heard, post, UNREACHABLE } from "../kit/worker.ts";

/** A sentence for the reader, where something could not be done. */
export type Trouble = { readonly kind: "trouble"; readonly why: string };

/** The share of this Worker's database that a throw-away tenant has. */
export interface LiveShare {
  readonly name: string;
  run(sql: string): Promise<StatementOutcome | Trouble>;
}

/** Asks this Worker for a sandbox, and signs in to it. */
export async function openShare(): Promise<LiveShare | Trouble> {
  const made = await post("/api/sandboxes", { tier: "evergreen" });
  if (made?.status !== 201) return troubleOf(made);
  const { id, host, account } = made.body as Sandbox;
  const entered = await post(`/api/sandboxes/${id}/sessions`, account);
  if (entered?.status !== 201) return troubleOf(entered);
  const { session } = entered.body as SignedIn;
  return {
    name: host ?? id,
    async run(sql) {
      const heard = await ask(`/api/sandboxes/${id}/sql`, {
        method: "POST",
        cache: "no-store",
        headers: { Authorization: `Bearer ${session}`, "Content-Type": "application/json" },
        body: JSON.stringify({ sql }),
      });
      return heard?.status === 200 ? (heard.body as StatementOutcome) : troubleOf(heard);
    },
  };
}

function troubleOf(heard: Heard | undefined): Trouble {
  return { kind: "trouble", why: heard ? explain(heard) : UNREACHABLE };
}
