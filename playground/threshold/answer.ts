/** What came back for one request, from the simulation or from a Worker. */
export interface Answer {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly kind: "allowed" | "refused";
  readonly status: number;
  /** Those that tell of the limit, by their names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly limit: number;
  readonly remaining: number;
  /** When the next request comes free, in epoch seconds. */
  readonly reset: number;
}

const TELLING = /^(ratelimit|ratelimit-policy|retry-after|x-ratelimit-.*|cache-control)$/;

/** Reads what the headers of a decided request say; 200 is allowed and anything else refused. */
export function readAnswer(at: number, response: { status: number; headers: Headers }): Answer {
  const { status, headers } = response;
  const numberOf = (name: string): number => Number(headers.get(name) ?? 0);
  return {
    at,
    kind: status === 200 ? "allowed" : "refused",
    status,
    headers: Object.fromEntries([...headers].filter(([name]) => TELLING.test(name))),
    limit: numberOf("x-ratelimit-limit"),
    remaining: numberOf("x-ratelimit-remaining"),
    reset: numberOf("x-ratelimit-reset"),
  };
}

/**
 * The answers in the order that one window decided them, whatever the order they arrived in: its reset only ever moves
 * on, until it moves every request takes one from what remains, and only then is one refused.
 */
export function inDecisionOrder(answers: readonly Answer[]): Answer[] {
  const refusals = (answer: Answer): number => (answer.kind === "refused" ? 1 : 0);
  return answers.toSorted(
    (a, b) => a.reset - b.reset || b.remaining - a.remaining || refusals(a) - refusals(b),
  );
}
