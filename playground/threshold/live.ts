import type { Sandbox } from "#grove/contracts/sandbox";
import type { SignedIn } from "#grove/contracts/session";
import type { Tier } from "#implementations/threshold";
import { type Answer, readAnswer } from "./answer.ts";
import { hear, type LadderView, serve } from "./ladder.ts";
import { LAYERS, layersMet, type Met } from "./layers.ts";
import type { Outcome, Source } from "./model.ts";
import { type Batch, KINDS } from "./requests.ts";
import { ask, explain, GONE, post, SIGNED_OUT, UNREACHABLE, violatedIn } from "../kit/worker.ts";

/** A throw-away tenant of this Worker, and its one user. */
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

/** A request, ready to be sent again and again. */
interface Sending {
  readonly path: string;
  readonly init: RequestInit;
}

/** As many as a browser keeps open to one host. */
const AT_ONCE = 6;

/** Asks this Worker for a sandbox tenant. */
export async function openSandbox(tier: Tier): Promise<Opened> {
  const heard = await post("/api/sandboxes", { tier });
  if (heard?.body === undefined) return { kind: "refused", why: UNREACHABLE };
  if (heard.status !== 201) return { kind: "refused", why: explain(heard) };
  return { kind: "opened", source: sourceOf(heard.body as Sandbox) };
}

function sourceOf({ id, tier, host, expiresAt, account }: Sandbox): LiveSource {
  let session: string | undefined;
  let ladder: LadderView = { level: "clear" };

  function requestOf({ kind, sender }: Batch): Sending {
    const { method, below, body } = KINDS[kind];
    const headers = {
      ...(sender === "nobody" ? {} : { Authorization: `Bearer ${session}` }),
      ...(body && { "Content-Type": "application/json" }),
    };
    const init = { method, headers, cache: "no-store", ...(body && { body: JSON.stringify(body) }) } as const;
    return { path: `/api/sandboxes/${id}${below}`, init };
  }

  async function send(batch: Batch): Promise<Outcome> {
    if (batch.sender !== "nobody" && session === undefined) {
      const heard = await post(`/api/sandboxes/${id}/sessions`, account);
      if (heard?.status !== 201) return failed(heard ? explain(heard) : UNREACHABLE);
      session = (heard.body as SignedIn).session;
    }
    const { answers, trouble } = await sendAll(batch, layersMet(tier, batch), requestOf(batch));
    ladder = hear(ladder, answers);
    if (trouble === undefined) return { answers };
    if (trouble === SIGNED_OUT) session = undefined;
    const share = answers.length === 0 ? "" : `${answers.length} of ${batch.count} were answered. `;
    return { ...failed(trouble), answers, trouble: share + trouble };
  }

  return {
    tells: LAYERS.filter((layer) => layer !== "address"),
    name: host ?? id,
    expiresAt,
    send,
    ladderAt: (_sender, now) => serve(ladder, now),
  };
}

function failed(trouble: string): Outcome {
  return { answers: [], trouble, isOver: trouble === GONE };
}

/** Several at a time, until all are answered or one is not. */
async function sendAll(
  { count, ...aim }: Batch,
  met: readonly Met[],
  { path, init }: Sending,
): Promise<{ answers: Answer[]; trouble: string | undefined }> {
  const answers: Answer[] = [];
  const troubles: string[] = [];
  let unsent = count;
  const sendInTurn = async (): Promise<void> => {
    while (unsent > 0 && troubles.length === 0) {
      unsent -= 1;
      const sentAt = Date.now();
      const heard = await ask(path, init);
      const violated = heard ? violatedIn(heard) : [];
      const answer = heard && readAnswer({ ...heard, sentAt, at: Date.now(), aim, violated }, met);
      if (answer && isOfALayer(answer, met)) answers.push(answer);
      else troubles.push(heard ? explain(heard) : UNREACHABLE);
    }
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, count) }, sendInTurn));
  return { answers, trouble: troubles[0] };
}

/** Whether what answered is a limit or the ladder that the demo shows: others of the Worker's may refuse too. */
function isOfALayer({ kind, status, told, violated }: Answer, met: readonly Met[]): boolean {
  if (kind === "barred") return true;
  if (kind === "allowed") return met.some(({ policy }) => told[policy.name] !== undefined);
  return status === 429 && violated.length > 0;
}
