import type { Verdict } from "#implementations/threshold";

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
      /** Counted against the user's own limits: to be refunded if another layer refuses. */
      readonly verdict: Allowed;
    };
