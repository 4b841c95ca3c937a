import { createTables } from "../migrations/migrations.ts";
import type { ObjectStorage } from "../migrations/storage.ts";
import type { Json } from "../outbox/streams.ts";

/** Something to be done at a time. Times are epoch milliseconds. */
export interface Timer {
  /** There is one timer of a key at most. */
  readonly key: string;
  /** Which of the object's acts it calls. */
  readonly does: string;
  readonly at: number;
  /** Again so many milliseconds later, and so on. */
  readonly everyMs?: number;
  /** Again when this cron expression says, in UTC. */
  readonly cron?: string;
  /** What the act is told. */
  readonly with?: Json;
}

/** A timer as it is kept. */
export interface KeptTimer {
  readonly timer: Timer;
  /** When its act is due: its own time, or that of the next try. */
  readonly dueAt: number;
  /** How often its act has failed in a row. */
  readonly failures: number;
}

/** Where timers are kept. Each call is one row, and part of the caller's transaction. */
export interface TimerStore {
  load(): readonly KeptTimer[];
  /** Replaces the timer of this key, if there is one. */
  put(timer: KeptTimer): void;
  remove(key: string): void;
}

export function createMemoryTimerStore(): TimerStore {
  const kept = new Map<string, KeptTimer>();
  return {
    load: () => [...kept.values()],
    put: (each) => void kept.set(each.timer.key, each),
    remove: (key) => void kept.delete(key),
  };
}

// No index on the time: it would be a second row written for each timer, and they are held in memory anyway.
const STEPS = [
  `CREATE TABLE loom_timers (
    key TEXT NOT NULL PRIMARY KEY,
    timer TEXT NOT NULL,
    due_at INTEGER NOT NULL,
    failures INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID`,
];
const LOAD = "SELECT timer, due_at AS dueAt, failures FROM loom_timers";
const PUT = "INSERT OR REPLACE INTO loom_timers (key, timer, due_at, failures) VALUES (?, ?, ?, ?)";
const REMOVE = "DELETE FROM loom_timers WHERE key = ?";

export function createSqlTimerStore(storage: ObjectStorage): TimerStore {
  const { sql } = storage;
  const tables = createTables(storage, "timers", STEPS);
  return {
    load() {
      if (!tables.isMade()) return [];
      const rows = [...sql.exec(LOAD)] as (Omit<KeptTimer, "timer"> & { timer: string })[];
      return rows.map((row) => ({ ...row, timer: JSON.parse(row.timer) as Timer }));
    },
    put({ timer, dueAt, failures }) {
      tables.make();
      sql.exec(PUT, timer.key, JSON.stringify(timer), dueAt, failures);
    },
    remove(key) {
      if (tables.isMade()) sql.exec(REMOVE, key);
    },
  };
}
