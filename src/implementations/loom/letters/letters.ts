import { createTables } from "../migrations/migrations.ts";
import type { ObjectStorage } from "../migrations/storage.ts";
import type { Json } from "../outbox/streams.ts";

/** Something that could not be done, set aside so that the rest goes on. */
export interface DeadLetter {
  readonly id: number;
  /** Which part of Loom has set it aside: "outbox", "timers" or "saga". */
  readonly from: string;
  /** What it was for: a stream, an act, a step. */
  readonly what: string;
  readonly body: Json;
  /** The error that it met. */
  readonly why: string;
  /** Epoch milliseconds. */
  readonly at: number;
}

/** The dead letters of one object: what an operator looks at, replays or throws away. */
export interface Letters {
  add(letter: Omit<DeadLetter, "id">): void;
  /** The oldest first. */
  list(): readonly DeadLetter[];
  /** Takes one away; undefined if it is not there. */
  remove(id: number): DeadLetter | undefined;
  count(): number;
}

/** An object keeps so many. Beyond that the oldest goes. */
const MOST_LETTERS = 1_000;

export function createMemoryLetters(): Letters {
  const kept = new Map<number, DeadLetter>();
  let last = 0;
  return {
    add(letter) {
      kept.set(++last, { id: last, ...letter });
      const [oldest] = kept.keys();
      if (oldest !== undefined && kept.size > MOST_LETTERS) kept.delete(oldest);
    },
    list: () => [...kept.values()],
    remove(id) {
      const letter = kept.get(id);
      kept.delete(id);
      return letter;
    },
    count: () => kept.size,
  };
}

const STEPS = [
  `CREATE TABLE loom_letters (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    "from" TEXT NOT NULL,
    what TEXT NOT NULL,
    body TEXT NOT NULL,
    why TEXT NOT NULL,
    at INTEGER NOT NULL
  ) STRICT`,
];
const ADD = `INSERT INTO loom_letters ("from", what, body, why, at) VALUES (?, ?, ?, ?, ?) RETURNING id`;
const DROP = `
  DELETE FROM loom_letters
  WHERE id IN (SELECT id FROM loom_letters ORDER BY id DESC LIMIT -1 OFFSET ${MOST_LETTERS}) RETURNING id`;
const LIST = `SELECT id, "from", what, body, why, at FROM loom_letters ORDER BY id`;
const FIND = `SELECT id, "from", what, body, why, at FROM loom_letters WHERE id = ?`;
const REMOVE = "DELETE FROM loom_letters WHERE id = ?";
const COUNT = "SELECT count(*) AS count FROM loom_letters";

type LetterRow = Omit<DeadLetter, "body"> & { readonly body: string };

/**
 * Keeps them in the storage of their object, each call a part of the caller's transaction. `log` is told of each that is
 * set aside, and of each that has to go; never of what it says.
 */
export function createSqlLetters(
  storage: ObjectStorage,
  log: (problem: string) => void = () => undefined,
): Letters {
  const { sql } = storage;
  const tables = createTables(storage, "letters", STEPS);

  function read(query: string, ...values: number[]): readonly unknown[] {
    return tables.isMade() ? [...sql.exec(query, ...values)] : [];
  }

  return {
    add({ from, what, body, why, at }) {
      tables.make();
      const [added] = sql.exec(ADD, from, what, JSON.stringify(body), why, at);
      log(`Letter ${Number(added?.["id"])} is set aside, by ${from} for ${what}: ${why}`);
      const [dropped] = sql.exec(DROP);
      if (dropped) log(`Letter ${Number(dropped["id"])} is dropped: ${MOST_LETTERS} are kept`);
    },
    list: () => (read(LIST) as LetterRow[]).map(toLetter),
    remove(id) {
      const [row] = read(FIND, id) as LetterRow[];
      if (row) sql.exec(REMOVE, id);
      return row && toLetter(row);
    },
    count: () => (read(COUNT) as { count: number }[])[0]?.count ?? 0,
  };
}

function toLetter({ body, ...row }: LetterRow): DeadLetter {
  return { ...row, body: JSON.parse(body) as Json };
}
