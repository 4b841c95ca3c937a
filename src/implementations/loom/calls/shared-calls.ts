import { type Wait, within } from "../fan-out/within.ts";

/** Lets callers share a call to an object, since a call costs more than what it carries. */
export interface SharedCalls<Item, Answer> {
  /** Resolves with the answer to this item, or rejects with what its call has failed with, as for every item in it. */
  ask(item: Item): Promise<Answer>;
}

export interface SharedCallOptions<Item, Answer> {
  /** Makes one call with all items, in the request of the first of them, and answers each in its place. */
  readonly call: (items: readonly Item[]) => Promise<readonly Answer[]>;
  /** How many items a call carries. */
  readonly most: number;
  /** For how long a call that is under way keeps the next one waiting, in milliseconds. */
  readonly patienceMs: number;
  readonly wait: Wait;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** Those who go together. */
interface Batch<Item> {
  readonly items: Item[];
  readonly since: number;
  stage: "open" | "sent" | "ended";
}

/**
 * One call at a time: who comes while it is under way waits for its end, and goes with all others who came. So nobody
 * waits where few come, and the more come, the more share a call. Nothing is sent again.
 */
export function createSharedCalls<Item, Answer>(
  options: SharedCallOptions<Item, Answer>,
): SharedCalls<Item, Answer> {
  const { call, most, patienceMs, wait, now } = options;
  let latest: Batch<Item> = { items: [], since: -Infinity, stage: "ended" };
  let answers: Promise<readonly Answer[]> = Promise.resolve([]);

  // #region share
  function ask(item: Item): Promise<Answer> {
    if (!isOpen(latest)) begin();
    const place = latest.items.push(item) - 1;
    return answers.then((all) => all[place] as Answer);
  }

  /** The request that was to send a batch may be gone: nobody joins one that waits for too long. */
  function isOpen({ items, since, stage }: Batch<Item>): boolean {
    return stage === "open" && items.length < most && now() < since + 2 * patienceMs;
  }

  function begin(): void {
    const before = latest.stage === "ended" ? undefined : answers;
    latest = { items: [], since: now(), stage: "open" };
    answers = send(latest, before);
  }

  async function send(batch: Batch<Item>, before: Promise<unknown> | undefined): Promise<readonly Answer[]> {
    // Also without one, those of this turn may join.
    await (before && within(before, { ms: patienceMs, wait, what: "wait" }).catch(() => undefined));
    batch.stage = "sent";
    const { items } = batch;
    const all = await call(items).finally(() => (batch.stage = "ended"));
    if (all.length === items.length) return all;
    throw new Error(`Cannot share a call: ${items.length} asked and ${all.length} were answered`);
  }
  // #endregion share

  return { ask };
}
