import { type Category, TIER_LIMITS, type Tier } from "#implementations/threshold";
import type { Answer, Source } from "./model.ts";

/** A throw-away tenant of this Worker. */
export interface Sandbox extends Source {
  readonly host: string;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
}

/** As many as a browser keeps open to one host. */
const AT_ONCE = 6;
const SHOWN = /^(ratelimit|ratelimit-policy|retry-after|x-ratelimit-.*|cache-control)$/;

/** Asks this Worker for a sandbox tenant. Rejects with a sentence for the reader when it gives none. */
export async function openSandbox(tier: Tier, category: Category): Promise<Sandbox> {
  const response = await ask("/api/sandboxes", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ tier }),
  });
  if (response.status !== 201) throw new Error(await explain(response));
  const sandbox = (await response.json()) as { host: string; expiresAt: number | string; requests: string };

  return {
    policy: TIER_LIMITS[tier][category],
    host: sandbox.host,
    expiresAt: new Date(sandbox.expiresAt).getTime(),
    send: async (count) => {
      const answers: Answer[] = [];
      while (answers.length < count) {
        const batch = Math.min(AT_ONCE, count - answers.length);
        answers.push(...(await Promise.all(Array.from({ length: batch }, () => sendOne(sandbox.requests)))));
      }
      return answers;
    },
  };
}

async function sendOne(path: string): Promise<Answer> {
  const response = await ask(path, { cache: "no-store" });
  if (response.status !== 200 && response.status !== 429) throw new Error(await explain(response));
  return {
    at: Date.now(),
    kind: response.ok ? "allowed" : "refused",
    status: response.status,
    headers: Object.fromEntries([...response.headers].filter(([name]) => SHOWN.test(name))),
  };
}

async function ask(path: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(path, init);
  } catch {
    throw new Error("The Worker cannot be reached. Is it running? The simulation works without it.");
  }
}

async function explain(response: Response): Promise<string> {
  if (response.status === 404) return "The sandbox has expired. Go live again for a new one.";
  const problem: unknown = await response.json().catch(() => undefined);
  const detail =
    typeof problem === "object" && problem !== null && "detail" in problem ? problem.detail : undefined;
  return typeof detail === "string" ? detail : `The Worker answered ${response.status}.`;
}
