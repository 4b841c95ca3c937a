import type { Comment, CommentList, COMMENTS_SHOWN } from "#grove/contracts/comment";
import type { OutboxState } from "#grove/contracts/outbox";
import { isTrouble, openSandbox, type OwnSandbox, type Trouble, troubleOf } from "../kit/sandbox.ts";
import type { Heard } from "../kit/worker.ts";
import { Account, type Ledger } from "./ledger.ts";

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
  /** Rows billed, as the object counts them in each of its lives, and how many lives have been seen. */
  readonly rows: number;
  readonly lives: number;
}

export interface LivePost {
  view(): LiveView;
  /** Sends so many comments at once, and gives how many were acknowledged, or why not all were. */
  send(count: number): Promise<number | Trouble>;
  flush(): Promise<Trouble | undefined>;
  /** Has the real object crash, whatever it is at. */
  kill(): Promise<Trouble | undefined>;
}

/** Asks this Worker for a sandbox, whose post it is. */
export async function openPost(): Promise<LivePost | Trouble> {
  const sandbox = await openSandbox();
  return isTrouble(sandbox) ? sandbox : livePost(sandbox);
}

const CUT = "The kill came before its answer.";

function livePost({ name, call: callSandbox }: OwnSandbox): LivePost {
  const acknowledged = new Set<string>();
  /** The most rows that each life has told of. */
  const bills = new Map<string, number>();
  let seen: readonly string[] = [];
  let pending = 0;
  let sent = 0;
  let kills = 0;

  const call = async (below: string, body?: object): Promise<Heard | undefined> =>
    await callSandbox(`/posts/first${below}`, body);

  /** Reads what the Worker has, which is told by nobody but itself. */
  async function look(): Promise<Trouble | undefined> {
    // In this order: what a flush carries away in between then counts as pending, and never as more than there is.
    const outbox = await call("/outbox");
    if (outbox?.status !== 200) return troubleOf(outbox);
    const comments = await call("/comments");
    if (comments?.status !== 200) return troubleOf(comments);
    const { events, billed } = outbox.body as OutboxState;
    seen = (comments.body as CommentList).comments.map((comment) => comment.id);
    pending = events;
    bills.set(billed.life, Math.max(billed.rows, bills.get(billed.life) ?? 0));
    return undefined;
  }

  /** Notes a kill that comes while something is being done: what is not answered then is no trouble of the Worker's. */
  function watchForKills(): (heard: Heard | undefined) => Trouble {
    const before = kills;
    return (heard) => (kills > before ? { kind: "trouble", why: CUT } : troubleOf(heard));
  }

  return {
    view() {
      const compared = [...acknowledged].slice(-COMPARED);
      const account = new Account<string>();
      for (const id of compared) account.acknowledge(id);
      for (const id of seen) account.arrive(id);
      const { lost, twice } = account.read([]);
      return {
        name,
        acknowledged: acknowledged.size,
        compared: compared.length,
        loom: { lost, twice, pending, inD1: seen.length - pending },
        rows: [...bills.values()].reduce((sum, rows) => sum + rows, 0),
        lives: bills.size,
      };
    },
    async send(count) {
      const explain = watchForKills();
      const texts = Array.from({ length: count }, () => `Comment ${++sent}`);
      const answers = await Promise.all(texts.map(async (text) => await call("/comments", { text })));
      const made = answers.flatMap((heard) => (heard?.status === 201 ? [heard.body as Comment] : []));
      for (const comment of made) acknowledged.add(comment.id);
      const trouble = await look();
      const failed = answers.find((heard) => heard?.status !== 201);
      if (made.length < count) return troubleAfter(made.length, explain(failed));
      return trouble ?? made.length;
    },
    async flush() {
      const explain = watchForKills();
      const heard = await call("/flush", {});
      const trouble = await look();
      return heard?.status === 200 ? trouble : explain(heard);
    },
    async kill() {
      kills += 1;
      const heard = await call("/crash", {});
      return heard?.status === 204 ? await look() : troubleOf(heard);
    },
  };
}

function troubleAfter(done: number, trouble: Trouble): Trouble {
  return done > 0 ? { ...trouble, why: `${done} were acknowledged. ${trouble.why}` } : trouble;
}
