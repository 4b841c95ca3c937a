import { setTimeout as pause } from "node:timers/promises";
import type { Life } from "./life.ts";
import type { Work } from "./storm.ts";
import { newTally, sendAll } from "./tally.ts";

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
  /** Waits until all that was acknowledged has arrived, or for so long, and says what became of it. */
  settle(life: Life, withinMs: number): Promise<Fate>;
}

interface EventOptions {
  readonly perLife: number;
  /** Sends one, and ends when it is acknowledged. */
  readonly send: (life: Life, event: string) => Promise<void>;
  /** What has arrived in the database, each as often as it stands there. */
  readonly arrived: (life: Life) => Promise<readonly string[]>;
}

function eventWork({ perLife, send, arrived }: EventOptions): EventWork {
  const tally = newTally();
  const acknowledged = new Set<string>();

  function judge(there: readonly string[]): Fate {
    const once = new Set(there);
    return {
      acknowledged: acknowledged.size,
      arrived: there.length,
      lost: [...acknowledged].filter((event) => !once.has(event)).length,
      twice: there.length - once.size,
      unheard: [...once].filter((event) => !acknowledged.has(event)).length,
    };
  }

  return {
    run: async (life) =>
      await sendAll(tally, perLife, async () => {
        const event = crypto.randomUUID();
        await send(life, event);
        acknowledged.add(event);
        return true;
      }),
    look: async () => undefined,
    async settle(life, withinMs) {
      const until = Date.now() + withinMs;
      for (;;) {
        const fate = judge(await arrived(life));
        if (fate.lost === 0 || Date.now() > until) return fate;
        await pause(100);
      }
    },
  };
}

/** Events of one of the tests' own objects, whose rows in D1 have no key. */
export function arrivalsOf(
  binding: "LOOMED" | "BUFFERED",
  { perLife, name }: { readonly perLife: number; readonly name: string },
): EventWork {
  return eventWork({
    perLife,
    send: async (life, event) => void (await life.call({ binding, name, method: "add", args: [event] })),
    arrived: async (life) => await column(life, `SELECT event FROM arrivals WHERE source = '${name}'`),
  });
}

/** Comments on a post of Grove's. */
export function commentsOn(tenantId: string, { perLife }: { readonly perLife: number }): EventWork {
  const name = `post:${tenantId}:first`;
  return eventWork({
    perLife,
    async send(life, id) {
      const comment = { id, authorId: "somebody", at: Date.now(), isShadowed: false, text: "A comment" };
      await life.call({ binding: "POSTS", name, method: "addComment", args: [comment] });
    },
    async arrived(life) {
      await life.call({ binding: "POSTS", name, method: "flush", args: [] });
      return await column(life, `SELECT id AS event FROM comments WHERE tenant_id = '${tenantId}'`);
    },
  });
}

async function column(life: Life, query: string): Promise<readonly string[]> {
  const rows = (await life.query(query)) as { event: string }[];
  return rows.map(({ event }) => event);
}
