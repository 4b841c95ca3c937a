import type { Comment, CommentList, COMMENTS_SHOWN } from "#grove/contracts/comment";
import type { OutboxState } from "#grove/contracts/outbox";
import { isTrouble, openSandbox, type OwnSandbox, type Trouble, troubleOf } from "../kit/sandbox.ts";
import type { Heard } from "../kit/worker.ts";
import { type Ledger, settle } from "./ledger.ts";

/** How many comments an answer has. */
export const SHOWN: typeof COMMENTS_SHOWN = 50;
/** As many of the newest as an answer surely has, in whatever order five that were sent at once have come. */
const COMPARED = SHOWN - 5;

/** A post of this Worker's, in a throw-away tenant, with comments for events. */
export interface LiveView {
  /** Where its blog is, or its id where a blog has no address of its own. */
  readonly name: string;
  readonly acknowledged: number;
  /** How many of these, the newest, are looked for in the Worker's answer. */
  readonly compared: number;
  readonly loom: Ledger;
}

export interface LivePost {
  view(): LiveView;
  /** Sends so many comments at once, and gives how many were acknowledged, or why not all were. */
  send(count: number): Promise<number | Trouble>;
  flush(): Promise<Trouble | undefined>;
  /** Has the real object crash. */
  kill(): Promise<Trouble | undefined>;
}

/** Asks this Worker for a sandbox, whose post it is. */
export async function openPost(): Promise<LivePost | Trouble> {
  const sandbox = await openSandbox();
  return isTrouble(sandbox) ? sandbox : livePost(sandbox);
}

function livePost({ name, call: callSandbox }: OwnSandbox): LivePost {
  const acknowledged = new Set<string>();
  let seen: readonly string[] = [];
  let pending = 0;

  const call = async (below: string, body?: object): Promise<Heard | undefined> =>
    await callSandbox(`/posts/first${below}`, body);

  /** Reads what the Worker has, which is told by nobody but itself. */
  async function look(): Promise<Trouble | undefined> {
    // In this order: what a flush carries away in between then counts as pending, and never as more than there is.
    const outbox = await call("/outbox");
    if (outbox?.status !== 200) return troubleOf(outbox);
    const comments = await call("/comments");
    if (comments?.status !== 200) return troubleOf(comments);
    seen = (comments.body as CommentList).comments.map((comment) => comment.id);
    pending = (outbox.body as OutboxState).events;
    return undefined;
  }

  async function act(below: string): Promise<Trouble | undefined> {
    const heard = await call(below, {});
    return heard && heard.status < 300 ? await look() : troubleOf(heard);
  }

  return {
    view() {
      const compared = [...acknowledged].slice(-COMPARED);
      const { lost, twice } = settle(compared, { pending: [], arrived: seen });
      const loom = { lost, twice, pending, inD1: seen.length - pending };
      return { name, acknowledged: acknowledged.size, compared: compared.length, loom };
    },
    async send(count) {
      const texts = Array.from({ length: count }, (_, i) => `Comment ${acknowledged.size + i + 1}`);
      const answers = await Promise.all(texts.map(async (text) => await call("/comments", { text })));
      const made = answers.flatMap((heard) => (heard?.status === 201 ? [heard.body as Comment] : []));
      for (const comment of made) acknowledged.add(comment.id);
      const trouble = await look();
      const failed = answers.find((heard) => heard?.status !== 201);
      if (made.length < count) return troubleAfter(made.length, troubleOf(failed));
      return trouble ?? made.length;
    },
    flush: async () => await act("/flush"),
    kill: async () => await act("/crash"),
  };
}

function troubleAfter(done: number, trouble: Trouble): Trouble {
  return done > 0 ? { ...trouble, why: `${done} were acknowledged. ${trouble.why}` } : trouble;
}
