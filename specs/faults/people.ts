import type { AbuseState, LoginCheck, SessionCheck } from "#grove/contracts/session";
import type { AuditEvent } from "#grove/objects/session-store";
import { makeSandbox } from "./counts.ts";
import type { Life } from "./life.ts";
import type { Work } from "./storm.ts";
import { newTally, type Tally, untilGone, userOf } from "./tally.ts";

const A_DAY = 24 * 60 * 60_000;

/** A work that sees something after each kill. */
export interface Watched<Seen> extends Work {
  readonly seen: readonly Seen[];
}

/** How many steps up the ladder are on record after a kill, beside those that were answered by then. */
export interface Climbed extends Tally {
  readonly recorded: number;
  readonly violations: number;
}

/** A user who is pushed up the ladder in every life. */
export function climber(perLife: number): Watched<Climbed> {
  const tally = newTally();
  const seen: Climbed[] = [];
  return {
    seen,
    async run(life) {
      const push = async (): Promise<void> => {
        for (let step = 0; step < perLife; step++) {
          tally.sent += 1;
          await userOf(life, "climber")("escalateAbuse", `step ${tally.sent}`);
          tally.admitted += 1;
        }
      };
      await untilGone(push());
    },
    async look(life) {
      const ask = userOf(life, "climber");
      const events = (await ask("getAuditEvents")) as AuditEvent[];
      const { ladder } = (await ask("getAbuseState")) as AbuseState;
      const recorded = events.filter(({ event }) => event === "abuse escalated").length;
      seen.push({ ...tally, recorded, violations: ladder.violations });
    },
  };
}

/** A user who has been banned before the first kill, and comes back after each. */
export async function bannedUser(first: Life): Promise<Watched<SessionCheck>> {
  const ask = userOf(first, "banned");
  const { sessionId } = (await ask("createSession", { lifetimeMs: 7 * A_DAY })) as { sessionId: string };
  for (let step = 0; step < 5; step++) await ask("escalateAbuse", "told by hand");
  const check = async (life: Life): Promise<SessionCheck> =>
    (await userOf(life, "banned")("validateSession", sessionId, [])) as SessionCheck;
  const seen = [await check(first)];
  return {
    seen,
    run: async (life) => await untilGone(check(life)),
    look: async (life) => void seen.push(await check(life)),
  };
}

/** A user who signs in anew in every life, and comes back after each kill with the latest session that was told. */
export function regular(): Watched<SessionCheck> {
  const seen: SessionCheck[] = [];
  let latest: string | undefined;
  return {
    seen,
    async run(life) {
      const enter = async (): Promise<void> => {
        const made = await userOf(life, "regular")("createSession", { lifetimeMs: A_DAY });
        latest = (made as { sessionId: string }).sessionId;
      };
      await untilGone(enter());
    },
    async look(life) {
      if (latest === undefined) return;
      seen.push((await userOf(life, "regular")("validateSession", latest, [])) as SessionCheck);
    },
  };
}

/** Whether a locked account heard anybody after a kill, and when that was (epoch milliseconds). */
export interface Locked extends LoginCheck {
  readonly at: number;
}

/** An account that strangers have locked for a minute before the first kill, through the public API. */
export async function lockedAccount(first: Life): Promise<Watched<Locked>> {
  const { id } = await makeSandbox(first);
  const init = {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: '{"passphrase":"a guess"}',
  };
  for (let guess = 0; guess < 3; guess++) {
    const { status } = await first.send(`/api/sandboxes/${id}/sessions`, init);
    if (status !== 401) throw new Error(`Cannot begin: a wrong passphrase was answered ${status}`);
  }
  const seen: Locked[] = [];
  const look = async (life: Life): Promise<void> => {
    const check = (await userOf(life, id)("loginAllowed")) as LoginCheck;
    seen.push({ ...check, at: Date.now() });
  };
  await look(first);
  return { seen, run: async () => undefined, look };
}
