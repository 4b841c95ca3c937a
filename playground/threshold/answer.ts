import type { Standing } from "#implementations/threshold";
import { idOf, type Layer, type Met } from "./layers.ts";
import type { Aim } from "./requests.ts";

/** How much of a limit is used. */
export interface Told {
  readonly limit: number;
  readonly used: number;
}

/** What came back for one request, from the simulation or from a Worker. */
export interface Answer {
  /** Epoch milliseconds by this page's clock, like `at`, when it came back. */
  readonly sentAt: number;
  readonly at: number;
  readonly aim: Aim;
  /** Let through, refused by a limit, or barred by the ladder. */
  readonly kind: "allowed" | "refused" | "barred";
  readonly status: number;
  /** Those that tell of limits, by their names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** Where each limit stands that it tells of, by their names. */
  readonly told: Readonly<Record<string, Told>>;
  /** The limits that it meets, by their ids. */
  readonly met: readonly string[];
  /** The names of those that refused it. */
  readonly violated: readonly string[];
  /** Which of its layers it did not get past. */
  readonly stoppedAt: Layer | undefined;
  /** Seconds, where the answer names them. */
  readonly retryAfter: number | undefined;
}

/** A request and its response, as far as they tell of limits. */
export interface Exchange extends Pick<Answer, "sentAt" | "at" | "aim" | "status"> {
  readonly headers: Headers;
  /** The member `violated-policies` of a problem. */
  readonly violated?: readonly string[];
  /** What is known of limits beside what the headers tell. */
  readonly standings?: readonly Standing[];
}

const TELLING = /^(ratelimit|ratelimit-policy|retry-after|x-ratelimit-.*|cache-control)$/;
/** What a problem names as violated when it is the ladder that answers. */
const LADDER_POLICY = "abuse";

/** Reads what the response to a decided request says of the limits that it met. */
export function readAnswer(exchange: Exchange, met: readonly Met[]): Answer {
  const { sentAt, at, aim, status, headers, violated = [], standings = [] } = exchange;
  const isBarred = violated.includes(LADDER_POLICY);
  const retryAfter = headers.get("retry-after");
  const refusing = met.filter(({ policy }) => violated.includes(policy.name));
  return {
    sentAt,
    at,
    aim,
    status,
    kind: isBarred ? "barred" : status < 300 ? "allowed" : "refused",
    headers: Object.fromEntries([...headers].filter(([name]) => TELLING.test(name))),
    told: { ...readTold(headers), ...Object.fromEntries(standings.map(toldOf)) },
    met: met.map(idOf),
    violated: refusing.map(({ policy }) => policy.name),
    stoppedAt: isBarred ? "user" : refusing[0]?.layer,
    retryAfter: retryAfter === null ? undefined : Number(retryAfter),
  };
}

function toldOf({ policy: { name, limit }, used }: Standing): [name: string, told: Told] {
  return [name, { limit, used }];
}

/** From the items `"user";q=60;w=60` and `"user";r=59;t=60` for each limit. */
function readTold(headers: Headers): Record<string, Told> {
  const limits = readItems(headers.get("ratelimit-policy"), "q");
  const left = readItems(headers.get("ratelimit"), "r");
  const both = Object.entries(limits).filter(([name]) => name in left);
  return Object.fromEntries(both.map(([name, limit]) => [name, { limit, used: limit - (left[name] ?? 0) }]));
}

function readItems(field: string | null, parameter: "q" | "r"): Record<string, number> {
  const items = (field ?? "").matchAll(new RegExp(`"([^"]*)"[^,]*?;${parameter}=(\\d+)`, "g"));
  return Object.fromEntries([...items].map(([, name, value]) => [name, Number(value)]));
}

const ORDER = { allowed: 0, refused: 1, barred: 2 } as const;

/**
 * The answer that was decided last, whatever the order they arrived in. Those that had come back before the last was
 * sent were decided before it; of the others each took one from what was left, and only then was one refused.
 */
export function lastDecided(answers: readonly Answer[], policy?: string): Answer | undefined {
  const lastSent = Math.max(...answers.map(({ sentAt }) => sentAt));
  return answers
    .filter(({ at }) => at >= lastSent)
    .toSorted((a, b) => ORDER[a.kind] - ORDER[b.kind] || leftOf(b, policy) - leftOf(a, policy))
    .at(-1);
}

function leftOf({ told }: Answer, policy: string | undefined): number {
  const asked = Object.entries(told).filter(([name]) => policy === undefined || name === policy);
  return Math.min(Infinity, ...asked.map(([, { limit, used }]) => limit - used));
}
