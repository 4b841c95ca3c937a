import {
  LONGEST_SESSION_MS,
  MOST_SESSIONS,
  type NewSession,
  type SessionSummary,
} from "../contracts/session.ts";
import type { SessionStore, StoredSession } from "./session-store.ts";

/** The live sessions of one user, read once and then held in memory. Times are epoch milliseconds. */
export interface Sessions {
  isLive(hash: string, now: number): boolean;
  /** Adds a session under the hash of its id, and ends the expired and, if there is no room, the oldest. */
  add(hash: string, session: NewSession, now: number): StoredSession;
  end(hash: string): void;
  /** Ends all but the one of this hash, and says how many that were. */
  endAll(exceptHash: string | undefined): number;
  list(now: number): SessionSummary[];
}

const LONGEST_NAME = 100;

export function createSessions(store: SessionStore): Sessions {
  let held: Map<string, StoredSession> | undefined;

  function all(): Map<string, StoredSession> {
    return (held ??= new Map(store.listSessions().map((session) => [session.hash, session])));
  }

  function live(now: number): StoredSession[] {
    return [...all().values()].filter(({ expiresAt }) => now < expiresAt);
  }

  function add(hash: string, { lifetimeMs, deviceName }: NewSession, now: number): StoredSession {
    requireLifetime(lifetimeMs);
    const name = deviceName === undefined ? {} : { deviceName: deviceName.slice(0, LONGEST_NAME) };
    const session = { hash, createdAt: now, expiresAt: now + lifetimeMs, ...name };
    const kept = new Set(live(now).slice(-(MOST_SESSIONS - 1)));
    const ended = [...all().values()].filter((each) => !kept.has(each)).map((each) => each.hash);
    store.addSession(session, ended);
    for (const each of ended) all().delete(each);
    all().set(hash, session);
    return session;
  }

  function remove(hashes: readonly string[]): number {
    if (hashes.length > 0) store.removeSessions(hashes);
    for (const hash of hashes) all().delete(hash);
    return hashes.length;
  }

  return {
    isLive: (hash, now) => now < (all().get(hash)?.expiresAt ?? -Infinity),
    add,
    end: (hash) => void remove(all().has(hash) ? [hash] : []),
    endAll: (exceptHash) => remove([...all().keys()].filter((hash) => hash !== exceptHash)),
    list: (now) => live(now).map(summarize),
  };
}

/** Without its hash, which nobody has asked for. */
function summarize({ createdAt, expiresAt, deviceName }: StoredSession): SessionSummary {
  return { createdAt, expiresAt, ...(deviceName === undefined ? {} : { deviceName }) };
}

function requireLifetime(lifetimeMs: number): void {
  if (Number.isSafeInteger(lifetimeMs) && lifetimeMs > 0 && lifetimeMs <= LONGEST_SESSION_MS) return;
  throw new RangeError(
    `Cannot create a session: lifetimeMs is ${lifetimeMs}, must be a whole number from 1 to ${LONGEST_SESSION_MS}`,
  );
}
