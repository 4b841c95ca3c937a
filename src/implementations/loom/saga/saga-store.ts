import { createTables } from "../migrations/migrations.ts";
import type { ObjectStorage } from "../migrations/storage.ts";
import type { Json } from "../outbox/streams.ts";

/** A saga as it is kept. Times are epoch milliseconds. */
export interface SagaState {
  readonly id: string;
  readonly name: string;
  readonly input: Json;
  readonly status: "running" | "undoing" | "done" | "undone";
  /** What its steps have given, in order: so many have been done, and are not undone yet. */
  readonly results: readonly Json[];
  /** How often in a row its present step, or the undoing of it, has failed. */
  readonly failures: number;
  /** Why it is being undone. */
  readonly why?: string;
  /** When it is next looked at: at the end, to be forgotten. */
  readonly dueAt: number;
}

/** Where sagas are kept. Each call is one row, and part of the caller's transaction. */
export interface SagaStore {
  load(): readonly SagaState[];
  has(id: string): boolean;
  save(state: SagaState): void;
  remove(id: string): void;
}

export function createMemorySagaStore(): SagaStore {
  const kept = new Map<string, string>();
  return {
    load: () => [...kept.values()].map((text) => JSON.parse(text) as SagaState),
    has: (id) => kept.has(id),
    save: (state) => void kept.set(state.id, JSON.stringify(state)),
    remove: (id) => void kept.delete(id),
  };
}

const STEPS = [
  `CREATE TABLE loom_sagas (
    id TEXT NOT NULL PRIMARY KEY,
    state TEXT NOT NULL
  ) STRICT, WITHOUT ROWID`,
];
const LOAD = "SELECT state FROM loom_sagas";
const HAS = "SELECT 1 FROM loom_sagas WHERE id = ?";
const SAVE = "INSERT OR REPLACE INTO loom_sagas (id, state) VALUES (?, ?)";
const REMOVE = "DELETE FROM loom_sagas WHERE id = ?";

export function createSqlSagaStore(storage: ObjectStorage): SagaStore {
  const { sql } = storage;
  const tables = createTables(storage, "sagas", STEPS);
  return {
    load() {
      if (!tables.isMade()) return [];
      return [...sql.exec(LOAD)].map(({ state }) => JSON.parse(String(state)) as SagaState);
    },
    has: (id) => tables.isMade() && [...sql.exec(HAS, id)].length > 0,
    save(state) {
      tables.make();
      sql.exec(SAVE, state.id, JSON.stringify(state));
    },
    remove(id) {
      if (tables.isMade()) sql.exec(REMOVE, id);
    },
  };
}
