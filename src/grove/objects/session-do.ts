import { DurableObject } from "cloudflare:workers";
import {
  type Claim,
  type Counters,
  createCounters,
  createSqlWindowStore,
  type Receipt,
  type Verdict,
} from "#implementations/threshold";
import { userIdOf } from "../contracts/object-name.ts";
import { hashSecret, newSecret } from "../contracts/secret.ts";
import type { NewSession, SessionCheck, SessionSummary } from "../contracts/session.ts";
import { createSessionStore } from "./session-store.ts";
import { createSessions } from "./sessions.ts";

const SESSION_BYTES = 32;

/**
 * One user: their sessions, their limits, and how they have behaved.
 *
 * What must not be lost is stored before it is answered: sessions, the ladder, logins, and windows longer than a minute.
 * It is read once, so that a session is validated without touching the storage. Counts of a minute live in memory.
 */
export class SessionDO extends DurableObject<Env> {
  #store = createSessionStore(this.ctx.storage);
  #sessions = createSessions(this.#store);
  #counters: Counters = this.#newCounters();

  /** Signs the user in. The id is told here and nowhere else. Throws a RangeError for a lifetime out of range. */
  async createSession(session: NewSession): Promise<{ sessionId: string; expiresAt: number }> {
    const sessionId = newSecret(SESSION_BYTES);
    const hash = await hashSecret(sessionId);
    const { expiresAt } = this.#sessions.add(hash, session, Date.now());
    return { sessionId, expiresAt };
  }

  /** Whether a session holds, what bars its user, and whether their own limits have room: all from one call. */
  async validateSession(sessionId: string, claims: readonly Claim[] = []): Promise<SessionCheck> {
    const hash = await hashSecret(sessionId);
    const now = Date.now();
    // No await from here on: simultaneous requests are decided one after the other.
    if (!this.#sessions.isLive(hash, now)) return { kind: "invalid" };
    const verdict = this.#counters.check(claims, now);
    if (verdict.kind === "refused") return { kind: "refused", verdict };
    return { kind: "valid", userId: this.#userId(), isWarned: false, isShadowed: false, verdict };
  }

  async revokeSession(sessionId: string): Promise<void> {
    this.#sessions.end(await hashSecret(sessionId));
  }

  /** Signs the user out everywhere, or everywhere else; says of how many places. */
  async revokeAllSessions(exceptSessionId?: string): Promise<number> {
    const except = exceptSessionId === undefined ? undefined : await hashSecret(exceptSessionId);
    return this.#sessions.endAll(except);
  }

  listSessions(): SessionSummary[] {
    return this.#sessions.list(Date.now());
  }

  /**
   * Counts what is done in the user's name by someone who has not signed in, such as trying to. A refusal is no step on
   * the ladder: strangers could push the user up it.
   */
  checkUserRateLimit(claims: readonly Claim[]): Verdict {
    return this.#counters.check(claims, Date.now());
  }

  /** Gives back what a request took that another object then refused. */
  refundUserRateLimit(receipt: Receipt): void {
    this.#counters.refund(receipt, Date.now());
  }

  /** Deletes all that is kept of the user. */
  async forget(): Promise<void> {
    await this.ctx.storage.deleteAll();
    this.#store = createSessionStore(this.ctx.storage);
    this.#sessions = createSessions(this.#store);
    this.#counters = this.#newCounters();
  }

  #newCounters(): Counters {
    return createCounters({ id: crypto.randomUUID(), store: createSqlWindowStore(this.ctx.storage.sql) });
  }

  #userId(): string {
    return userIdOf(this.ctx.id.name);
  }
}
