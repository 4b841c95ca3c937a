import type { Sandbox } from "#grove/contracts/sandbox";
import { type Category, TIER_LIMITS, type Tier } from "#implementations/threshold";
import { type Answer, inDecisionOrder, readAnswer } from "./answer.ts";
import type { Outcome, Source } from "./model.ts";

/** A throw-away tenant of this Worker. */
export interface LiveSource extends Source {
  /** Where its blog is, or its id where a blog has no address of its own. */
  readonly name: string;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
}

/** The tenant that was asked for, or why there is none, in a sentence for the reader. */
export type Opened =
  | { readonly kind: "opened"; readonly source: LiveSource }
  | { readonly kind: "refused"; readonly why: string };

/** As many as a browser keeps open to one host. */
const AT_ONCE = 6;
const TOO_LONG_MS = 15_000;
const UNREACHABLE = "The Worker cannot be reached. Is it running? The simulation works without it.";
const GONE = "This sandbox has expired. Switch Live off and on for a new one.";

/** Asks this Worker for a sandbox tenant. */
export async function openSandbox(tier: Tier, category: Category): Promise<Opened> {
  const response = await ask("/api/sandboxes", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ tier }),
  });
  const body: unknown = await response?.json().catch(() => undefined);
  if (!response || body === undefined) return { kind: "refused", why: UNREACHABLE };
  if (response.status !== 201) return { kind: "refused", why: explain(response, body) };
  return { kind: "opened", source: sourceOf(body as Sandbox, category) };
}

function sourceOf({ id, tier, host, expiresAt, requests }: Sandbox, category: Category): LiveSource {
  const policy = TIER_LIMITS[tier][category];
  return { policy, name: host ?? id, expiresAt, send: (count) => sendAll(requests, { category, count }) };
}

async function sendAll(path: string, want: { category: Category; count: number }): Promise<Outcome> {
  const { category, count } = want;
  const answers: Answer[] = [];
  const troubles: string[] = [];
  let unsent = count;
  const sendInTurn = async (): Promise<void> => {
    while (unsent > 0 && troubles.length === 0) {
      unsent -= 1;
      const came = await sendOne(path, category);
      if (typeof came === "string") troubles.push(came);
      else answers.push(came);
    }
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, count) }, sendInTurn));

  const [trouble] = troubles;
  if (trouble === undefined) return { answers: inDecisionOrder(answers) };
  const share = answers.length === 0 ? "" : `${answers.length} of ${count} were answered. `;
  return { answers: inDecisionOrder(answers), trouble: share + trouble, isOver: trouble === GONE };
}

/** The answer to one request, or a sentence on why it was not decided. */
async function sendOne(path: string, category: Category): Promise<Answer | string> {
  const response = await ask(path, { cache: "no-store" });
  if (!response) return UNREACHABLE;
  // Another limit of the Worker than the tenant's may refuse too; that is no answer of the window's.
  const isDecided = response.headers.get("ratelimit")?.startsWith(`"${category}"`);
  if (isDecided && (response.status === 200 || response.status === 429))
    return readAnswer(Date.now(), response);
  return explain(response, await response.json().catch(() => undefined));
}

/** Nothing if no answer came, which is all that `fetch` tells about it. */
async function ask(path: string, init: RequestInit): Promise<Response | undefined> {
  try {
    return await fetch(path, { ...init, signal: AbortSignal.timeout(TOO_LONG_MS) });
  } catch {
    return undefined;
  }
}

function explain(response: Response, body: unknown): string {
  if (response.status === 404) return GONE;
  const detail = typeof body === "object" && body !== null && "detail" in body ? body.detail : undefined;
  return typeof detail === "string" ? detail : `The Worker answered ${response.status}.`;
}
