import type { AttackLevel, Tier } from "#implementations/threshold";

/** A request that the demo can send to its tenant, a sandbox. */
interface KindOfRequest {
  readonly label: string;
  readonly method: "GET" | "POST";
  /** Where, below the sandbox's address. */
  readonly below: string;
  /** What is posted there. */
  readonly body?: object;
  /** Which of the address's ceilings it meets. */
  readonly ceiling: "visits" | "api";
  readonly needsUser: boolean;
}

export type Kind = "read" | "note";

export const KINDS: Readonly<Record<Kind, KindOfRequest>> = {
  read: { label: "Read", method: "GET", below: "/requests", ceiling: "visits", needsUser: false },
  note: {
    label: "Write a note",
    method: "POST",
    below: "/notes",
    body: { text: "Sent by the demo of Threshold." },
    ceiling: "api",
    needsUser: true,
  },
};

/** Who sends, all from one address. Without a user there is no user's limit and no ladder. */
export const SENDERS = { user: "the user", other: "another user", nobody: "nobody signed in" } as const;
export type Sender = keyof typeof SENDERS;

/** What is sent, by whom, and how hard every address is held meanwhile. */
export interface Aim {
  readonly kind: Kind;
  readonly sender: Sender;
  readonly level: AttackLevel;
}

/** What a press of a button sends. */
export interface Batch extends Aim {
  readonly count: number;
}

/** Where the reader wants requests to go. */
export interface Place {
  readonly tier: Tier;
  readonly isLive: boolean;
}

/** What can be sent of what the reader asks for: a sandbox has one user, and nobody here sets a Worker's attack level. */
export function aimAt({ isLive }: Place, wanted: Aim): Aim {
  const { kind, sender, level } = wanted;
  const canSend = listSenders(kind, isLive).includes(sender);
  return { kind, sender: canSend ? sender : "user", level: isLive ? 0 : level };
}

/** Who can send that kind of request. */
export function listSenders(kind: Kind, isLive: boolean): Sender[] {
  const all: readonly Sender[] = ["user", "other", "nobody"];
  return all.filter(
    (sender) => (sender !== "other" || !isLive) && (sender !== "nobody" || !KINDS[kind].needsUser),
  );
}
