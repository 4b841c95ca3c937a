import { createTables } from "../migrations/migrations.ts";
import type { ObjectStorage } from "../migrations/storage.ts";
import type { PlacedEvent } from "../outbox/sink.ts";

/** Events of one source and epoch, oldest first: all that the source has for this inbox above some place. */
export interface Delivery {
  readonly source: string;
  readonly epoch: string;
  readonly events: readonly PlacedEvent[];
}

/** How far each source has come, on the side that receives: what arrives again is known. */
export interface Inbox {
  /**
   * Calls `apply` with those events that are new, and remembers them, in one transaction; says how many that were. A
   * source must send in order and one delivery at a time: what arrives below a place that was reached counts as known. If
   * the object of this inbox is set back to an earlier time, what it had accepted since is not sent again.
   */
  accept(delivery: Delivery, now: number, apply: (events: readonly PlacedEvent[]) => void): number;
}

/** The platform sets objects back by thirty days at most; an epoch as old asks for nothing any more. */
const KEPT_MS = 30 * 86_400_000;

const STEPS = [
  `CREATE TABLE loom_inbox (
    source TEXT NOT NULL,
    epoch TEXT NOT NULL,
    place INTEGER NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (source, epoch)
  ) STRICT, WITHOUT ROWID`,
];
const PLACE = "SELECT place FROM loom_inbox WHERE source = ? AND epoch = ?";
const MOVE = "INSERT OR REPLACE INTO loom_inbox (source, epoch, place, at) VALUES (?, ?, ?, ?)";
const FORGET = "DELETE FROM loom_inbox WHERE source = ? AND at < ?";

export function createInbox(storage: ObjectStorage): Inbox {
  const { sql } = storage;
  const tables = createTables(storage, "inbox", STEPS);

  function placeOf(source: string, epoch: string): number {
    if (!tables.isMade()) return 0;
    const [row] = sql.exec(PLACE, source, epoch);
    return Number(row?.["place"] ?? 0);
  }

  // #region accept
  function accept(
    { source, epoch, events }: Delivery,
    now: number,
    apply: (events: readonly PlacedEvent[]) => void,
  ): number {
    const known = placeOf(source, epoch);
    const fresh = events.filter(({ place }) => place > known);
    const last = fresh.at(-1);
    if (!last) return 0;
    storage.transactionSync(() => {
      tables.make();
      apply(fresh);
      sql.exec(MOVE, source, epoch, last.place, now);
      if (known === 0) sql.exec(FORGET, source, now - KEPT_MS);
    });
    return fresh.length;
  }
  // #endregion accept

  return { accept };
}
