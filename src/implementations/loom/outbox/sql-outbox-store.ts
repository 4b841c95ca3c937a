import { createTables } from "../migrations/migrations.ts";
import type { ObjectStorage } from "../migrations/storage.ts";
import type { OutboxStore, Progress, Segment } from "./outbox-store.ts";

// No table has an index beside its key, and no row is deleted: both would be billed as rows written.
const STEPS = [
  `CREATE TABLE loom_segments (
    slot INTEGER PRIMARY KEY,
    epoch TEXT NOT NULL,
    first INTEGER NOT NULL,
    events TEXT NOT NULL,
    at INTEGER NOT NULL,
    due_at INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE loom_progress (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    place INTEGER NOT NULL,
    epoch TEXT NOT NULL,
    mark INTEGER NOT NULL
  ) STRICT`,
  "ALTER TABLE loom_progress ADD COLUMN again INTEGER",
];

const SEGMENTS = "SELECT slot, epoch, first, events, at, due_at FROM loom_segments ORDER BY first";
const SEGMENT = "SELECT slot, epoch, first, events, at, due_at FROM loom_segments WHERE slot = ?";
const PROGRESS = "SELECT place, epoch, mark, again FROM loom_progress";
const WRITE = `
  INSERT INTO loom_segments (slot, epoch, first, events, at, due_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
  ON CONFLICT (slot) DO UPDATE SET epoch = ?2, first = ?3, events = ?4, at = ?5, due_at = ?6`;
const ADVANCE = `
  INSERT INTO loom_progress (one, place, epoch, mark, again) VALUES (1, ?1, ?2, ?3, ?4)
  ON CONFLICT (one) DO UPDATE SET place = ?1, epoch = ?2, mark = ?3, again = ?4`;

interface SegmentRow {
  readonly slot: number;
  readonly epoch: string;
  readonly first: number;
  readonly events: string;
  readonly at: number;
  readonly due_at: number;
}

interface ProgressRow extends Omit<Progress, "again"> {
  readonly again: number | null;
}

/** Keeps an outbox in the storage of its object: a row for each commit, or a few for a very long one, and one that says how far it was flushed. */
export function createSqlOutboxStore(storage: ObjectStorage): OutboxStore {
  const { sql } = storage;
  const tables = createTables(storage, "outbox", STEPS);

  return {
    load() {
      if (!tables.isMade()) return { segments: [], progress: undefined };
      const rows = [...sql.exec(SEGMENTS)] as unknown as SegmentRow[];
      const [progress] = [...sql.exec(PROGRESS)] as unknown as ProgressRow[];
      return { segments: rows.map(toSegment), progress: progress && toProgress(progress) };
    },
    read(slot) {
      const [row] = [...sql.exec(SEGMENT, slot)] as unknown as SegmentRow[];
      return row && toSegment(row);
    },
    write({ slot, epoch, first, events, at, dueAt }) {
      tables.make();
      sql.exec(WRITE, slot, epoch, first, JSON.stringify(events), at, dueAt);
    },
    advance({ place, epoch, mark, again }) {
      tables.make();
      sql.exec(ADVANCE, place, epoch, mark, again ?? null);
    },
  };
}

function toSegment({ due_at: dueAt, events, ...row }: SegmentRow): Segment {
  return { ...row, dueAt, events: JSON.parse(events) as string[] };
}

/** A deploy that does not know `again` may have gone past it, and was taken back. */
function toProgress({ again, ...row }: ProgressRow): Progress {
  return { ...row, again: again !== null && again > row.place ? again : undefined };
}
