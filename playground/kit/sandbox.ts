import type { Sandbox } from "#grove/contracts/sandbox";
import type { SignedIn } from "#grove/contracts/session";
import { ask, explain, type Heard, post, UNREACHABLE } from "./worker.ts";

/** A sentence for the reader, where something could not be done. */
export type Trouble = { readonly kind: "trouble"; readonly why: string };

/** A throw-away tenant of this Worker, and the session of its one user. */
export interface OwnSandbox {
  /** Where its blog is, or its id where a blog has no address of its own. */
  readonly name: string;
  /** Asks what is below the sandbox's address; with a body, posts it. */
  readonly call: (below: string, body?: object) => Promise<Heard | undefined>;
}

/** Asks this Worker for a sandbox of the largest plan, and signs in to it. */
export async function openSandbox(): Promise<OwnSandbox | Trouble> {
  const made = await post("/api/sandboxes", { tier: "evergreen" });
  if (made?.status !== 201) return troubleOf(made);
  const { id, host, account } = made.body as Sandbox;
  const entered = await post(`/api/sandboxes/${id}/sessions`, account);
  if (entered?.status !== 201) return troubleOf(entered);
  const { session } = entered.body as SignedIn;
  return {
    name: host ?? id,
    call: async (below, body) =>
      await ask(`/api/sandboxes/${id}${below}`, {
        cache: "no-store",
        headers: { Authorization: `Bearer ${session}`, "Content-Type": "application/json" },
        ...(body && { method: "POST", body: JSON.stringify(body) }),
      }),
  };
}

export function troubleOf(heard: Heard | undefined): Trouble {
  return { kind: "trouble", why: heard ? explain(heard) : UNREACHABLE };
}

export function isTrouble(found: unknown): found is Trouble {
  return typeof found === "object" && found !== null && "kind" in found && found.kind === "trouble";
}
