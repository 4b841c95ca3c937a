import { CATEGORIES, type Category, type Policy, secondsUntil } from "#implementations/threshold";
import type { Context } from "hono";
import type { GroveEnv } from "../context.ts";
import type { SessionCheck } from "../contracts/session.ts";
import { problem } from "./errors.ts";
import { type Refusal, tell } from "./threshold.ts";

const IN_WORDS: Record<Category, string> = {
  requests: "requests a minute",
  writes: "writes an hour",
  uploads: "uploads a day",
  ai: "AI requests a day",
};

/** Says which limit is reached, and when to come back. `whose` begins a sentence. */
export async function answerRefusal(
  c: Context<GroveEnv>,
  refusal: Refusal,
  whose: string,
): Promise<Response> {
  const { violated, retryAt, now, standings } = refusal;
  const [reached] = standings.filter(({ policy }) => violated.includes(policy.name));
  const allowance = reached ? `${whose} may have ${describe(reached.policy)}` : `${whose} may have no more`;
  const isForever = !Number.isFinite(retryAt);
  const retryAfter = secondsUntil(retryAt, now);
  const answer = await problem(c, "quota-exceeded", {
    detail: isForever
      ? `${allowance}.`
      : `${allowance}, and has had them. Try again in ${inWords(retryAfter)}.`,
    members: { "violated-policies": [...violated], ...(isForever ? {} : { retryAfter }) },
  });
  return tell(answer, refusal);
}

/** Answers for a session that does not let its request through. */
export async function answerSession(
  c: Context<GroveEnv>,
  check: Exclude<SessionCheck, { kind: "valid" }>,
): Promise<Response> {
  if (check.kind === "barred") return await answerBarred(c, check);
  if (check.kind === "refused") {
    const answer = await answerRefusal(c, check.verdict, "You");
    answer.headers.set("X-RateLimit-Warning", "true");
    return answer;
  }
  return await problem(c, "sign-in-needed", {
    detail: "This session has ended, or never was. Sign in again.",
    headers: { "WWW-Authenticate": "Bearer" },
  });
}

/** What the ladder answers in place of what was asked for. */
async function answerBarred(
  c: Context<GroveEnv>,
  { level, now, retryAt }: Extract<SessionCheck, { kind: "barred" }>,
): Promise<Response> {
  const retryAfter = secondsUntil(retryAt, now);
  const detail =
    level === "slowdown"
      ? `You have gone past your limits again and again. Try again in ${inWords(retryAfter)}.`
      : `You are barred for going past your limits, for another ${inWords(retryAfter)}.`;
  const headers: Record<string, string> = { "Retry-After": String(retryAfter) };
  if (level === "ban") headers["X-RateLimit-Banned"] = "true";
  const members = { "violated-policies": ["abuse"], retryAfter };
  return await problem(c, level === "slowdown" ? "slowed-down" : "barred", { detail, headers, members });
}

function describe({ name, limit, windowMs }: Policy): string {
  const category = CATEGORIES.find((each) => each === name);
  return category ? `${limit} ${IN_WORDS[category]}` : `${limit} (${name}) in ${inWords(windowMs / 1000)}`;
}

function inWords(seconds: number): string {
  const [amount, unit] =
    seconds < 120
      ? [seconds, "second"]
      : seconds < 7_200
        ? [Math.ceil(seconds / 60), "minute"]
        : [Math.ceil(seconds / 3_600), "hour"];
  return `${amount} ${unit}${amount === 1 ? "" : "s"}`;
}
