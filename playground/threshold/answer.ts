import { type Layer, LAYERS } from "./layers.ts";

/** What came back for one request, from the simulation or from a Worker. */
export interface Answer {
  /** Epoch milliseconds by this page's clock, like `at`, when it came back. */
  readonly sentAt: number;
  readonly at: number;
  readonly isSignedIn: boolean;
  /** Let through, refused by a limit, or barred by the ladder. */
  readonly kind: "allowed" | "refused" | "barred";
  readonly status: number;
  /** Those that tell of limits, by their names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** What each limit that the headers tell of has left. */
  readonly remaining: Readonly<Partial<Record<Layer, number>>>;
  /** The limits that refused it. */
  readonly violated: readonly Layer[];
  /** Seconds, where the answer names them. */
  readonly retryAfter: number | undefined;
}

/** A request and its response, as far as they tell of limits. */
export interface Exchange extends Pick<Answer, "sentAt" | "at" | "isSignedIn"> {
  readonly status: number;
  readonly headers: Headers;
  /** The member `violated-policies` of a problem. */
  readonly violated?: readonly string[];
}

const TELLING = /^(ratelimit|ratelimit-policy|retry-after|x-ratelimit-.*|cache-control)$/;
/** What a problem names as violated when it is the ladder that answers. */
const LADDER_POLICY = "abuse";

/** Reads what the response to a decided request says. */
export function readAnswer({ headers, violated = [], ...exchange }: Exchange): Answer {
  const isBarred = violated.includes(LADDER_POLICY);
  const retryAfter = headers.get("retry-after");
  return {
    ...exchange,
    kind: isBarred ? "barred" : exchange.status === 200 ? "allowed" : "refused",
    headers: Object.fromEntries([...headers].filter(([name]) => TELLING.test(name))),
    remaining: readRemaining(headers.get("ratelimit") ?? ""),
    violated: LAYERS.filter((layer) => violated.includes(layer)),
    retryAfter: retryAfter === null ? undefined : Number(retryAfter),
  };
}

/** The item `"user";r=59;t=60` for each limit. */
function readRemaining(field: string): Partial<Record<Layer, number>> {
  const items = [...field.matchAll(/"([^"]*)"[^,]*?;r=(\d+)/g)].map(([, name, left]) => [name, Number(left)]);
  return Object.fromEntries(items.filter(([name]) => LAYERS.some((layer) => layer === name)));
}

const ORDER = { allowed: 0, refused: 1, barred: 2 } as const;

/**
 * The answer that was decided last, whatever the order they arrived in. Those that had come back before the last was
 * sent were decided before it; of the others each took one from what was left, and only then was one refused.
 */
export function lastDecided(answers: readonly Answer[], layer?: Layer): Answer | undefined {
  const lastSent = Math.max(...answers.map(({ sentAt }) => sentAt));
  const leftOf = ({ remaining }: Answer): number =>
    layer ? (remaining[layer] ?? 0) : Math.min(Infinity, ...Object.values(remaining));
  return answers
    .filter(({ at }) => at >= lastSent)
    .toSorted((a, b) => ORDER[a.kind] - ORDER[b.kind] || leftOf(b) - leftOf(a))
    .at(-1);
}
