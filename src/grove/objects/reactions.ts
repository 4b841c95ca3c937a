import { createTables, type ObjectStorage } from "#implementations/loom";
import type { Reaction, ReactionCounts } from "../contracts/reaction.ts";

const STEPS = [
  `CREATE TABLE reactions (
    user_id TEXT NOT NULL,
    type TEXT NOT NULL,
    is_shadowed INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (user_id, type)
  ) STRICT, WITHOUT ROWID`,
];
const ADD = "INSERT INTO reactions (user_id, type, is_shadowed, created_at) VALUES (?, ?, ?, ?)";
const REMOVE = "DELETE FROM reactions WHERE user_id = ? AND type = ?";
const FIND = "SELECT is_shadowed FROM reactions WHERE user_id = ? AND type = ?";
const COUNT = "SELECT type, count(*) AS count FROM reactions WHERE is_shadowed = 0 GROUP BY type";
const OWN_SHADOWED = "SELECT type FROM reactions WHERE user_id = ? AND is_shadowed = 1";

const NONE: ReactionCounts = { like: 0, love: 0, insightful: 0 };

interface CountRow {
  readonly type: Reaction;
  readonly count: number;
}

/** Somebody who reacts; what a shadow-banned user does is seen by them alone. */
export interface Reader {
  readonly userId: string;
  readonly isShadowed: boolean;
}

/** Who has reacted to one post: read once and counted in memory, each change one row, in the caller's transaction. */
export interface Reactions {
  /**
   * Adds what is not there and takes back what is, or sees that it is as `to` says; true if it is there now. `tell` hears the
   * new count if it has changed. If it throws, nothing is counted.
   */
  toggle(
    reader: Reader,
    type: Reaction,
    change: {
      readonly to: boolean | undefined;
      readonly at: number;
      readonly tell: (count: number) => void;
    },
  ): boolean;
  /** How many there are, with those that only this reader sees. */
  counts(readerId: string | undefined): ReactionCounts;
  /** Counts anew at the next question, because a transaction was undone. */
  recount(): void;
}

export function createReactions(storage: ObjectStorage): Reactions {
  const { sql } = storage;
  const tables = createTables(storage, "reactions", STEPS);
  let held: Record<Reaction, number> | undefined;

  function read(query: string, ...values: string[]): readonly unknown[] {
    return tables.isMade() ? [...sql.exec(query, ...values)] : [];
  }

  function shared(): Record<Reaction, number> {
    held ??= {
      ...NONE,
      ...Object.fromEntries((read(COUNT) as CountRow[]).map(({ type, count }) => [type, count])),
    };
    return held;
  }

  return {
    toggle({ userId, isShadowed }, type, { to, at, tell }) {
      const counts = shared();
      const [there] = read(FIND, userId, type) as { is_shadowed: 0 | 1 }[];
      const added = to ?? !there;
      if (added === (there !== undefined)) return added;
      tables.make();
      if (added) sql.exec(ADD, userId, type, isShadowed ? 1 : 0, at);
      else sql.exec(REMOVE, userId, type);
      const isSeen = there ? there.is_shadowed === 0 : !isShadowed;
      if (isSeen) {
        const count = counts[type] + (added ? 1 : -1);
        tell(count);
        counts[type] = count;
      }
      return added;
    },
    counts(readerId) {
      const counts = { ...shared() };
      const own = readerId === undefined ? [] : (read(OWN_SHADOWED, readerId) as { type: Reaction }[]);
      for (const { type } of own) counts[type] += 1;
      return counts;
    },
    recount: () => void (held = undefined),
  };
}
