import { deferred, immediate, type WritePolicy } from "#implementations/loom";

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

/** When each of Grove's writes reaches D1, and why. */
// #region writes
export const WRITES = {
  comments: deferred(
    30 * SECOND,
    "Who reads comments asks the post's object, which adds those on their way.",
  ),
  reactions: deferred(
    5 * MINUTE,
    "A count is only read from D1 in reports; the post's object has the true one.",
  ),
  views: deferred(MINUTE, "Statistics of today may be a minute old."),
  statistics: deferred(0, "A day is written once, when it is over."),
  tenants: immediate("A new plan must hold for the next request."),
  sandboxes: immediate("Counting how many there are and adding one must be one statement."),
  notes: immediate("There is one for a few seconds at most, and no object that could hold it."),
} as const satisfies Record<string, WritePolicy>;
// #endregion writes
