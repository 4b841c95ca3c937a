import { createTables } from "#implementations/loom";
import type { SessionSummary } from "../contracts/session.ts";

/** A session as it is kept: under the hash of its id, so that whoever reads the storage cannot sign in with it. */
export interface StoredSession extends SessionSummary {
  readonly hash: string;
}

/** What is kept of a user as one value each. */
export type Subject = "abuse" | "login";

/** Why something changed; `at` is in epoch milliseconds. */
export interface AuditEvent {
  readonly at: number;
  readonly event: string;
  readonly [detail: string]: string | number | undefined;
}

/** Each call is one transaction, and has been made when it returns. */
export interface SessionStore {
  listSessions(): StoredSession[];
  /** Adds a session, and ends those of these hashes. */
  addSession(session: StoredSession, ended: readonly string[]): void;
  removeSessions(hashes: readonly string[]): void;
  readState(subject: Subject): unknown;
  /** Replaces what was kept, with the events that tell why. */
  saveState(subject: Subject, state: object, events: readonly AuditEvent[]): void;
  /** The newest `MOST_EVENTS`, oldest first. */
  listEvents(): AuditEvent[];
}

/** How many events are kept of one user. */
const MOST_EVENTS = 200;

// Where they are there already, an older deploy has made them, which noted its steps elsewhere.
const STEPS = [
  `CREATE TABLE IF NOT EXISTS sessions (
    hash TEXT NOT NULL PRIMARY KEY,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    device_name TEXT
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS states (
    subject TEXT NOT NULL PRIMARY KEY CHECK (subject IN ('abuse', 'login')),
    state TEXT NOT NULL CHECK (json_valid(state))
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS events (
    number INTEGER PRIMARY KEY,
    event TEXT NOT NULL CHECK (json_valid(event))
  ) STRICT`,
];

const LIST = "SELECT hash, created_at, expires_at, device_name FROM sessions ORDER BY created_at, hash";
const ADD = "INSERT INTO sessions (hash, created_at, expires_at, device_name) VALUES (?, ?, ?, ?)";
const REMOVE = "DELETE FROM sessions WHERE hash = ?";
const READ_STATE = "SELECT state FROM states WHERE subject = ?";
const SAVE_STATE = "INSERT OR REPLACE INTO states (subject, state) VALUES (?, ?)";
const ADD_EVENT = "INSERT INTO events (event) VALUES (?)";
const DROP_EVENTS = `DELETE FROM events WHERE number <= (SELECT max(number) FROM events) - ${MOST_EVENTS}`;
const LIST_EVENTS = "SELECT event FROM events ORDER BY number";

type SessionRow = {
  hash: string;
  created_at: number;
  expires_at: number;
  device_name: string | null;
};

/** Keeps one user's sessions and states in the storage of their object. */
export function createSessionStore(storage: DurableObjectStorage): SessionStore {
  const { sql } = storage;
  const tables = createTables(storage, "sessions", STEPS);

  function read<Row extends Record<string, SqlStorageValue>>(query: string, ...values: string[]): Row[] {
    return tables.isMade() ? sql.exec<Row>(query, ...values).toArray() : [];
  }

  function write(change: () => void): void {
    tables.make();
    storage.transactionSync(change);
  }

  return {
    listSessions: () => read<SessionRow>(LIST).map(toSession),
    addSession({ hash, createdAt, expiresAt, deviceName = null }, ended) {
      write(() => {
        for (const each of ended) sql.exec(REMOVE, each);
        sql.exec(ADD, hash, createdAt, expiresAt, deviceName);
      });
    },
    removeSessions(hashes) {
      write(() => {
        for (const hash of hashes) sql.exec(REMOVE, hash);
      });
    },
    readState(subject) {
      const [row] = read<{ state: string }>(READ_STATE, subject);
      return row && JSON.parse(row.state);
    },
    saveState(subject, state, events) {
      write(() => {
        sql.exec(SAVE_STATE, subject, JSON.stringify(state));
        for (const event of events) sql.exec(ADD_EVENT, JSON.stringify(event));
        if (events.length > 0) sql.exec(DROP_EVENTS);
      });
    },
    listEvents: () =>
      read<{ event: string }>(LIST_EVENTS).map(({ event }) => JSON.parse(event) as AuditEvent),
  };
}

function toSession({ hash, created_at, expires_at, device_name }: SessionRow): StoredSession {
  const session = { hash, createdAt: created_at, expiresAt: expires_at };
  return device_name === null ? session : { ...session, deviceName: device_name };
}
