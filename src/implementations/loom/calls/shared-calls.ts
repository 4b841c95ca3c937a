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
interface Batch<Item, Answer> {
  readonly items: Item[];
  readonly since: number;
  readonly answers: Promise<readonly Answer[]>;
}

/**
 * One call at a time: who comes while it is under way waits for its end, and goes with all others who came. So nobody
 * waits where few come, and the more come, the more share a call. Nothing is sent again.
 */
export function createSharedCalls<Item, Answer>(
  options: SharedCallOptions<Item, Answer>,
): SharedCalls<Item, Answer> {
  const { call, most, patienceMs, wait, now } = options;
  let latest: Batch<Item, Answer> | undefined;
  /** Whether the latest has been sent. */
  let isSent = false;

  // #region share
  function ask(item: Item): Promise<Answer> {
    if (!latest || !isOpen(latest)) latest = begin(latest);
    const { items, answers } = latest;
    const place = items.push(item) - 1;
    return answers.then((all) => all[place] as Answer);
  }

  /** The request that was to send a batch may be gone: nobody joins one that waits for too long. */
  function isOpen({ items, since }: Batch<Item, Answer>): boolean {
    return !isSent && items.length < most && now() < since + 2 * patienceMs;
  }

  function begin(before: Batch<Item, Answer> | undefined): Batch<Item, Answer> {
    const items: Item[] = [];
    isSent = false;
    return { items, since: now(), answers: send(items, before?.answers) };
  }

  async function send(
    items: readonly Item[],
    before: Promise<unknown> = Promise.resolve(),
  ): Promise<readonly Answer[]> {
    await within(before, { ms: patienceMs, wait, what: "wait for the call before" }).catch(() => undefined);
    if (latest?.items === items) isSent = true;
    const answers = await call(items);
    if (answers.length === items.length) return answers;
    throw new Error(`Cannot share a call: ${items.length} asked and ${answers.length} were answered`);
  }
  // #endregion share

  return { ask };
}
