import { type Category, SUB_BUCKETS, type Tier, type WindowPolicy } from "#implementations/threshold";

/** What came back for one request, from the simulation or from a Worker. */
export interface Answer {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly kind: "allowed" | "refused";
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
}

/** Whatever answers requests: the pattern itself in this page, or this page's own Worker. */
export interface Source {
  readonly policy: WindowPolicy;
  /** Answers `count` requests in the order they were decided. Rejects with an Error that a reader understands. */
  send(count: number, now: number): Promise<readonly Answer[]>;
}

/** Everything the demo shows. */
export interface DemoState {
  readonly tier: Tier;
  readonly category: Category;
  readonly now: number;
  /** When each request that still counts was admitted, oldest first. */
  readonly admitted: readonly number[];
  readonly allowed: number;
  readonly refused: number;
  readonly last: Answer | undefined;
  /** What the last press of a button did, in a sentence. */
  readonly news: string;
}

export function begin(tier: Tier, now: number): DemoState {
  return {
    tier,
    category: "requests",
    now,
    admitted: [],
    allowed: 0,
    refused: 0,
    last: undefined,
    news: "Nothing sent yet.",
  };
}

/** The state after time has passed; the clock never steps back, and what no longer counts is forgotten. */
export function passTime(state: DemoState, ms: number, windowMs: number): DemoState {
  const now = state.now + Math.max(0, ms);
  const oldest = bucketOf(now, windowMs) - SUB_BUCKETS;
  return { ...state, now, admitted: state.admitted.filter((at) => bucketOf(at, windowMs) >= oldest) };
}

function bucketOf(at: number, windowMs: number): number {
  return Math.floor(at / Math.ceil(windowMs / SUB_BUCKETS));
}

/** The state after these answers have come back. */
export function receive(state: DemoState, answers: readonly Answer[]): DemoState {
  const last = answers.at(-1);
  if (!last) return state;
  const admitted = answers.filter((answer) => answer.kind === "allowed").map((answer) => answer.at);
  const refused = answers.length - admitted.length;
  return {
    ...state,
    admitted: [...state.admitted, ...admitted],
    allowed: state.allowed + admitted.length,
    refused: state.refused + refused,
    last,
    news: describeAnswers(answers.length, admitted.length, last),
  };
}

function describeAnswers(sent: number, allowed: number, last: Answer): string {
  const retry = last.headers["retry-after"];
  const refused = sent - allowed;
  const wait = last.kind === "refused" && retry ? `, come back in ${retry} s` : "";
  if (sent === 1) return allowed === 1 ? "Allowed." : `Refused${wait}.`;
  if (refused === 0) return `All ${sent} allowed.`;
  if (allowed === 0) return `All ${sent} refused${wait}.`;
  return `${allowed} allowed, ${refused} refused${wait}.`;
}

/** How many requests each sub-bucket holds, oldest first: those that still count, as the ring keeps them. */
export function bars(state: DemoState, windowMs: number): number[] {
  const heights = Array.from({ length: SUB_BUCKETS + 1 }, () => 0);
  const oldest = bucketOf(state.now, windowMs) - SUB_BUCKETS;
  for (const at of state.admitted) {
    const place = bucketOf(at, windowMs) - oldest;
    if (place in heights) heights[place] = (heights[place] ?? 0) + 1;
  }
  return heights;
}
