import { DurableObject } from "cloudflare:workers";
import { createRoles } from "#implementations/prism";
import {
  appeal,
  type Claim,
  clear,
  escalate,
  type Judgement,
  type Receipt,
  recordViolation,
  secondsUntil,
  shadowDelay,
  type Standing,
  type Verdict,
} from "#implementations/threshold";
import type { Membership } from "../contracts/member.ts";
import { userIdOf } from "../contracts/object-name.ts";
import { hashSecret, newSecret } from "../contracts/secret.ts";
import type {
  AbuseState,
  LoginAttempt,
  LoginCheck,
  NewSession,
  SessionCheck,
  SessionSummary,
} from "../contracts/session.ts";
import { ownStandingOf, type StandingCheck } from "../contracts/standing.ts";
import { findMembership } from "../storage/memberships.ts";
import { openDirectory } from "../tenancy/directory.ts";
import type { SealedEnv } from "../tenancy/sealed-env.ts";
import { type AuditEvent, createSessionStore } from "./session-store.ts";
import { createSessions } from "./sessions.ts";
import { createUserLadder } from "./user-ladder.ts";
import { createUserLimits } from "./user-limits.ts";
import { createUserLogin } from "./user-login.ts";

type Barred = Extract<Judgement, { kind: "barred" }>;
type Refused = Extract<Verdict, { kind: "refused" }>;

const SESSION_BYTES = 32;

/** For so long a role is held without a look at the database, if nobody tells that it has changed. */
const ROLE_KEPT_MS = 60_000;
/** In so many tenants, a user's role is held. */
const MOST_ROLES = 100;

/**
 * One user: their sessions, their limits, and how they have behaved.
 *
 * What must not be lost is stored before it is answered: sessions, the ladder, logins, and windows longer than a minute.
 * It is read once, so that a session is validated without touching the storage. Counts of a minute live in memory.
 */
export class SessionDO extends DurableObject<SealedEnv> {
  #store = createSessionStore(this.ctx.storage);
  #sessions = createSessions(this.#store);
  #ladder = createUserLadder(this.#store, (event) => this.#log(event));
  #login = createUserLogin(this.#store, (event) => this.#log(event));
  readonly #limits = createUserLimits(this.ctx, () => this.#userId());
  readonly #roles = createRoles<Membership | undefined>({
    load: async (subdomain) => await findMembership(openDirectory(this.env), this.#userId(), subdomain),
    keptMs: ROLE_KEPT_MS,
    most: MOST_ROLES,
  });

  /** Signs the user in. The id is told here and nowhere else. Throws a RangeError for a lifetime out of range. */
  async createSession(session: NewSession): Promise<{ sessionId: string; expiresAt: number }> {
    const sessionId = newSecret(SESSION_BYTES);
    const hash = await hashSecret(sessionId);
    const { expiresAt } = this.#sessions.add(hash, session, Date.now());
    return { sessionId, expiresAt };
  }

  /**
   * Whether a session holds, what bars its user, whether their own limits have room, and what they are in the tenant of
   * this name: all from one call.
   */
  // #region validate
  async validateSession(
    sessionId: string,
    claims: readonly Claim[] = [],
    subdomain?: string,
  ): Promise<SessionCheck> {
    const hash = await hashSecret(sessionId);
    // Who has no session has nothing read for them.
    if (!this.#sessions.isLive(hash, Date.now())) return { kind: "invalid" };
    const membership = subdomain === undefined ? undefined : await this.#roles.read(subdomain, Date.now());
    const now = Date.now();
    // No await from here on: simultaneous requests are decided one after the other.
    if (!this.#sessions.isLive(hash, now)) return { kind: "invalid" };
    const { judgement } = this.#ladder.judge(now);
    if (judgement.kind === "barred") return this.#barred(judgement, claims, now);

    const verdict = this.#limits.check(claims, now);
    if (verdict.kind === "refused") return this.#refused(verdict, claims);
    const { level, isShadowed } = judgement;
    const user = { userId: this.#userId(), isWarned: level === "warning", isShadowed };
    return { kind: "valid", ...user, ...(membership && { membership }), verdict };
  }
  // #endregion validate

  /** Told of every change of what the user is anywhere, after the database has it and before it is acknowledged. */
  membershipsChanged(): void {
    this.#roles.changed();
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
    return this.#limits.check(claims, Date.now());
  }

  /** Where the user stands with these limits. Counts nothing. */
  readUserRateLimit(claims: readonly Claim[]): Standing[] {
    return this.#limits.read(claims, Date.now());
  }

  /** Gives back what a request took that another object then refused. */
  refundUserRateLimit(receipt: Receipt): void {
    this.#limits.refund(receipt, Date.now());
  }

  /** Whether an attempt to log in would be heard. Who is locked out is told to wait for these limits' room too. */
  loginAllowed(claims: readonly Claim[] = []): LoginCheck {
    const now = Date.now();
    return this.#untilRoom(this.#login.allowed(now), claims, now);
  }

  /** Counts an attempt to log in: failures lock the account for longer and longer, and a success clears them. */
  recordLoginAttempt(succeeded: boolean, claims: readonly Claim[] = []): LoginAttempt {
    const now = Date.now();
    return this.#untilRoom(this.#login.record(succeeded, now), claims, now);
  }

  getAbuseState(): AbuseState {
    return this.#ladder.judge(Date.now());
  }

  /** Takes the next step of the ladder by hand. */
  escalateAbuse(reason: string): AbuseState {
    return this.#ladder.take((state) => escalate(state, { now: Date.now(), reason }));
  }

  /**
   * Where the user stands, as they may know it, whatever bars them: if the session holds and these limits have room. With
   * a note they appeal.
   */
  async readOwnStanding(sessionId: string, claims: readonly Claim[], note?: string): Promise<StandingCheck> {
    if (!this.#sessions.isLive(await hashSecret(sessionId), Date.now())) return { kind: "invalid" };
    // No await from here on: of simultaneous appeals one is put on record, and the others learn that they were not.
    const verdict = this.checkUserRateLimit(claims);
    if (verdict.kind === "refused") return { kind: "refused", verdict };
    const before = this.getAbuseState();
    const state = note === undefined ? before : this.appealAbuse(note);
    return { kind: "told", standing: ownStandingOf(state), wasOpen: before.ladder.appeal !== null, verdict };
  }

  /** Puts the user's appeal on record, unless one is open. */
  appealAbuse(note: string): AbuseState {
    return this.#ladder.take((state) => appeal(state, { now: Date.now(), note }));
  }

  /** Lifts all that is held against the user. */
  clearAbuse({ by, reason }: { readonly by: string; readonly reason: string }): AbuseState {
    return this.#ladder.take((state) => clear(state, { now: Date.now(), by, reason }));
  }

  /**
   * For how many milliseconds to hold back an answer to a user who is shadow banned; 0 for any other. Grove's routes do
   * not: whoever measures can tell a delay, and a Worker that waits is held open.
   */
  getShadowBanDelay(): number {
    const now = Date.now();
    return shadowDelay(this.#ladder.judge(now).ladder.shadowedUntil, now, Math.random);
  }

  /** What has happened to the user and why: the newest, oldest first. */
  getAuditEvents(): AuditEvent[] {
    return this.#store.listEvents();
  }

  /** Deletes all that is kept of the user. */
  async forget(): Promise<void> {
    await this.ctx.storage.deleteAll();
    this.#store = createSessionStore(this.ctx.storage);
    this.#sessions = createSessions(this.#store);
    this.#ladder = createUserLadder(this.#store, (event) => this.#log(event));
    this.#login = createUserLogin(this.#store, (event) => this.#log(event));
    this.#limits.forget();
    this.#roles.changed();
  }

  /** The same violation is counted once, and what it leads to is answered at once: its Retry-After is the true one. */
  #refused(verdict: Refused, claims: readonly Claim[]): SessionCheck {
    const { now, violated, standings } = verdict;
    const [reached] = standings.filter(({ policy }) => violated.includes(policy.name));
    if (!reached) return { kind: "refused", verdict };
    const { name: policy, windowMs } = reached.policy;
    const { judgement } = this.#ladder.take((state) => recordViolation(state, { now, windowMs, policy }));
    return judgement.kind === "barred" ? this.#barred(judgement, claims, now) : { kind: "refused", verdict };
  }

  #untilRoom<Check extends LoginCheck>(check: Check, claims: readonly Claim[], now: number): Check {
    if (check.lockoutRemaining === undefined) return check;
    const until = now + check.lockoutRemaining * 1_000;
    return { ...check, lockoutRemaining: secondsUntil(this.#limits.roomFor(claims, { now, until }), now) };
  }

  #barred({ level, until }: Barred, claims: readonly Claim[], now: number): SessionCheck {
    return { kind: "barred", level, now, until, retryAt: this.#limits.roomFor(claims, { now, until }) };
  }

  #log(event: AuditEvent): void {
    console.log(JSON.stringify({ level: "warn", ...event, userId: this.#userId() }));
  }

  #userId(): string {
    return userIdOf(this.ctx.id.name);
  }
}
