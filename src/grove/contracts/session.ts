import type { Judgement, LadderState, Policy, Verdict } from "#implementations/threshold";
import { z } from "zod";
import type { Membership } from "./member.ts";

type Allowed = Extract<Verdict, { kind: "allowed" }>;
type Refused = Extract<Verdict, { kind: "refused" }>;

/** What the object of a user says to a request that came with a session of theirs. Times are epoch milliseconds. */
export type SessionCheck =
  /** No such session, or it has ended. */
  | { readonly kind: "invalid" }
  /** The ladder bars the user until `until`, whatever is asked for. */
  | {
      readonly kind: "barred";
      readonly level: "slowdown" | "block" | "ban";
      readonly now: number;
      readonly until: number;
      /** When what was asked for will have room: `until`, or later where a limit of the user's own is reached too. */
      readonly retryAt: number;
    }
  /** A limit of the user's own is reached; it has been held against them, once a window. */
  | { readonly kind: "refused"; readonly verdict: Refused }
  | {
      readonly kind: "valid";
      readonly userId: string;
      /** Whether the next violation costs more than a refusal. */
      readonly isWarned: boolean;
      /** What the user writes is accepted and shown to nobody else. Never told to the client in any way. */
      readonly isShadowed: boolean;
      /** What the user is in the tenant that was asked about, if they are its member. */
      readonly membership?: Membership;
      /** Counted against the user's own limits: to be refunded if another layer refuses. */
      readonly verdict: Allowed;
    };

/** How a user stands with the ladder. None of it is for the user: it tells of shadow bans. */
export interface AbuseState {
  readonly judgement: Judgement;
  readonly ladder: LadderState;
}

/** The most that a user may be signed in at once. One more ends the oldest. */
export const MOST_SESSIONS = 10;
/** The longest that a session may last: thirty days. */
export const LONGEST_SESSION_MS = 30 * 24 * 60 * 60_000;

/** A session about to be. */
export interface NewSession {
  /** A whole number of milliseconds, up to `LONGEST_SESSION_MS`. */
  readonly lifetimeMs: number;
  /** For its user to tell it from their others, such as "Firefox on Linux". At most 100 characters are kept. */
  readonly deviceName?: string;
}

/** A session as its user sees it in a list. Times are epoch milliseconds. */
export interface SessionSummary {
  readonly createdAt: number;
  readonly expiresAt: number;
  readonly deviceName?: string;
}

/** Whether the next attempt to log in will be heard. */
export interface LoginCheck {
  readonly allowed: boolean;
  /** Whole seconds until then, where the account is locked. */
  readonly lockoutRemaining?: number;
}

/** What came of an attempt. One that is not heard changes nothing, right or wrong. */
export interface LoginAttempt extends LoginCheck {
  readonly isHeard: boolean;
}

/** How often somebody may try to sign in to one account, whoever it is. */
export const SIGN_INS_PER_ACCOUNT: Policy = {
  name: "sign-ins by account",
  limit: 5,
  windowMs: 15 * 60_000,
};

/** What signing in asks for. */
export const SignIn = z.strictObject({ passphrase: z.string().min(1).max(200) });

/** What signing in answers: `session` is sent back as `Authorization: Bearer …`. */
export const SignedIn = z.object({
  session: z.string(),
  /** Epoch milliseconds. */
  expiresAt: z.number(),
});
export type SignedIn = z.infer<typeof SignedIn>;
