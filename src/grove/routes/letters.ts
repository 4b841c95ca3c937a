import { askTwice, type Committed } from "#implementations/loom";
import { Hono, type Context } from "hono";
import type { GroveEnv } from "../context.ts";
import { type Letter, type LetterList, type LettersOf, readLettersOf } from "../contracts/letter.ts";
import { problem } from "../middleware/errors.ts";
import { onlyAllowed } from "../middleware/only-allowed.ts";
import { tenantObject } from "../tenancy/tenant-object.ts";
import { NO_STORE } from "./in-sandbox.ts";
import { outboxFull } from "./outbox-full.ts";

/** What each object that sets letters aside lets its blog's owner do with them. */
interface LetterKeeper {
  listLetters(): Promise<Letter[]>;
  replayLetter(id: number): Promise<Committed<boolean>>;
  discardLetter(id: number): Promise<boolean>;
}

// #region handle
/** What the objects of a blog could not do and have set aside: for its owner to look at, to replay and to throw away. */
export const letters = new Hono<GroveEnv>()
  .get("/:object", onlyAllowed("letters:handle"), async (c) => {
    const kept = await askNamed(c, async (keeper) => await keeper.listLetters());
    if (!kept) return absent(c);
    const answer: LetterList = { letters: kept };
    return c.json(answer, 200, NO_STORE);
  })
  .post("/:object/:letter/replay", onlyAllowed("letters:handle"), async (c) => {
    const replayed = await askNamed(c, async (keeper) => await keeper.replayLetter(numberOf(c)));
    if (replayed?.kind === "full") return outboxFull(c, replayed);
    return replayed?.value ? c.body(null, 204, NO_STORE) : absent(c);
  })
  .delete("/:object/:letter", onlyAllowed("letters:handle"), async (c) => {
    const isDiscarded = await askNamed(c, async (keeper) => await keeper.discardLetter(numberOf(c)));
    return isDiscarded ? c.body(null, 204, NO_STORE) : absent(c);
  });
// #endregion handle

/** Asks the object that the request names, and once more where that helps; nothing if it names none. */
async function askNamed<Answer>(
  c: Context<GroveEnv>,
  ask: (keeper: LetterKeeper) => Promise<Answer>,
): Promise<Answer | undefined> {
  const of = readLettersOf(c.req.param("object") ?? "");
  return of && (await askTwice(() => keeperOf(c, of), ask));
}

/** The object, whether or not there is what it is of: a post that was deleted may have left letters behind. */
function keeperOf(c: Context<GroveEnv>, of: LettersOf): LetterKeeper {
  if (of.kind === "blog") return tenantObject(c.env, c.var.tenant.subdomain);
  return of.kind === "post" ? c.var.data.post(of.id) : c.var.data.analytics(of.day);
}

/** The letter's number; zero, which no letter has, for what is none. */
function numberOf(c: Context<GroveEnv>): number {
  const text = c.req.param("letter") ?? "";
  return /^[1-9]\d{0,14}$/.test(text) ? Number(text) : 0;
}

function absent(c: Context<GroveEnv>): Response | Promise<Response> {
  return problem(c, "not-found", {
    detail:
      "There is no such letter. Letters are of blog, of post:, with the post's id, or of day:2026-01-31.",
  });
}
