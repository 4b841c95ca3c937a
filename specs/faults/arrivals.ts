import { setTimeout as pause } from "node:timers/promises";
import type { Life } from "./life.ts";
import type { Work } from "./storm.ts";
import { newTally, sendAll, untilGone } from "./tally.ts";

/** What became of events, some of which were acknowledged, when everything has had its time to arrive. */
export interface Fate {
  readonly acknowledged: number;
  readonly arrived: number;
  readonly lost: number;
  readonly twice: number;
  /** Arrived, though their writers heard of no answer. */
  readonly unheard: number;
}

/** Events that are sent in every life. */
export interface EventWork extends Work {
  /** Waits until all that was acknowledged has arrived, or for so long, and a while for what comes twice; says what became of it. */
  settle(life: Life, withinMs: number): Promise<Fate>;
}

interface EventOptions {
  readonly perLife: number;
  /** Sends the event of that number, and ends when it is acknowledged. */
  readonly send: (life: Life, event: string, number: number) => Promise<void>;
  /** What has arrived in the database, each as often as it stands there. */
  readonly arrived: (life: Life) => Promise<readonly string[]>;
}

/** Who has written something and does not know it tries again sooner than this. */
const REPEATED_WITHIN_MS = 1_500;

function eventWork({ perLife, send, arrived }: EventOptions): EventWork {
  const tally = newTally();
  const acknowledged = new Set<string>();
  return {
    run: async (life) =>
      await sendAll(tally, perLife, async () => {
        const event = crypto.randomUUID();
        await send(life, event, tally.sent);
        acknowledged.add(event);
        return true;
      }),
    look: async () => undefined,
    settle: async (life, withinMs) =>
      await untilArrived(acknowledged, async () => await arrived(life), withinMs),
  };
}

async function untilArrived(
  acknowledged: ReadonlySet<string>,
  arrived: () => Promise<readonly string[]>,
  withinMs: number,
): Promise<Fate> {
  const until = Date.now() + withinMs;
  while (fateOf(acknowledged, await arrived()).lost > 0 && Date.now() < until) await pause(100);
  await pause(REPEATED_WITHIN_MS);
  return fateOf(acknowledged, await arrived());
}

function fateOf(acknowledged: ReadonlySet<string>, there: readonly string[]): Fate {
  const once = new Set(there);
  return {
    acknowledged: acknowledged.size,
    arrived: there.length,
    lost: [...acknowledged].filter((event) => !once.has(event)).length,
    twice: there.length - once.size,
    unheard: [...once].filter((event) => !acknowledged.has(event)).length,
  };
}

/** Adds so many events to an object of Loom's, one commit after the other, and gives them. */
export async function addEvents(life: Life, name: string, count: number): Promise<readonly string[]> {
  const events = Array.from({ length: count }, () => crypto.randomUUID());
  await life.call({ binding: "LOOMED", name, method: "addEach", args: [events] });
  return events;
}

/** Waits until these events of an object have arrived, or for so long, and says what became of them. */
export async function settleEvents(
  life: Life,
  name: string,
  { events, withinMs }: { readonly events: readonly string[]; readonly withinMs: number },
): Promise<Fate> {
  const query = `SELECT event FROM arrivals WHERE source = '${name}'`;
  return await untilArrived(new Set(events), async () => await column(life, query), withinMs);
}

/**
 * Events of the tests' own objects, whose rows in D1 have no key. Half of them go to an object that is used in every life,
 * the others to one of this life alone: whatever a kill leaves in it, nobody asks for it again, and its alarm alone
 * can bring it to D1.
 */
export function arrivalsOf(
  binding: "LOOMED" | "BUFFERED",
  { perLife, args = [] }: { readonly perLife: number; readonly args?: readonly unknown[] },
): EventWork {
  const shared = [binding, ...args].join(" ");
  const lives: Life[] = [];
  return eventWork({
    perLife,
    async send(life, event, number) {
      if (lives.at(-1) !== life) lives.push(life);
      const name = number % 2 === 0 ? shared : `${shared}, life ${lives.length}`;
      await life.call({ binding, name, method: "add", args: [event, ...args] });
    },
    arrived: async (life) =>
      await column(
        life,
        `SELECT event FROM arrivals WHERE source = '${shared}' OR source LIKE '${shared}, %'`,
      ),
  });
}

/** One comment in so many is followed by a flush, so that kills fall into flushes: by themselves they are rare. */
const FLUSHED_EVERY = 10;

/** The object of a sandbox's post. */
export function postOf(tenantId: string): string {
  return `post:${tenantId}:first`;
}

/** Comments on a post of Grove's. */
export function commentsOn(tenantId: string, { perLife }: { readonly perLife: number }): EventWork {
  const name = postOf(tenantId);
  return eventWork({
    perLife,
    async send(life, id, number) {
      const comment = { id, authorId: "somebody", at: Date.now(), isShadowed: false, text: "A comment" };
      await life.call({ binding: "POSTS", name, method: "addComment", args: [comment] });
      if (number % FLUSHED_EVERY > 0) return;
      await untilGone(life.call({ binding: "POSTS", name, method: "flush", args: [] }));
    },
    arrived: async (life) =>
      await column(life, `SELECT id AS event FROM comments WHERE tenant_id = '${tenantId}'`),
  });
}

async function column(life: Life, query: string): Promise<readonly string[]> {
  const rows = (await life.query(query)) as { event: string }[];
  return rows.map(({ event }) => event);
}
