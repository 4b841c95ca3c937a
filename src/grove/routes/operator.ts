import { Hono, type Context } from "hono";
import type { GroveEnv } from "../context.ts";
import { NewClearing, UserAbuse } from "../contracts/operator.ts";
import { askObjectWithin } from "../middleware/ask-within.ts";
import { problem, unavailable } from "../middleware/errors.ts";
import { jsonBody } from "../middleware/json-body.ts";
import { onlyOperators } from "../middleware/only-operators.ts";
import { isUser } from "../storage/users.ts";
import { openDirectory } from "../tenancy/directory.ts";
import { openUserOperator, type UserAct, type UserOperator } from "../tenancy/user-operator.ts";
import { NO_STORE } from "./in-sandbox.ts";

/** What those who run the server do for a user. Users are no tenant's, so no blog's owner may. */
export const operator = new Hono<GroveEnv>()
  .get("/users/:user/abuse", onlyOperators(), async (c) => {
    const abuse = await askAbout(c, "read abuse", readAbuse);
    return abuse instanceof Response ? abuse : c.json(abuse, 200, NO_STORE);
  })
  .delete("/users/:user/abuse", onlyOperators(), jsonBody(NewClearing), async (c) => {
    const { reason } = c.req.valid("json");
    const cleared = await askAbout(c, "clear abuse", async (user, { by }) => {
      await user.clearAbuse({ by, reason });
      return "cleared" as const;
    });
    return cleared === "cleared" ? c.body(null, 204, NO_STORE) : cleared;
  });

/** Does an act upon the user that the request names, if there is such a one; written down before it is known. */
async function askAbout<Answer>(
  c: Context<GroveEnv>,
  act: UserAct["act"],
  ask: (user: UserOperator, about: UserAct) => Promise<Answer>,
): Promise<Answer | Response> {
  const about = { act, by: c.var.operator ?? "", userId: c.req.param("user") ?? "" };
  const user = openUserOperator(c.env, about);
  const asked = await askObjectWithin(
    async () =>
      (await isUser(openDirectory(c.env), about.userId)) ? { answer: await ask(user, about) } : undefined,
    "closed",
  );
  if (asked.kind === "failed") return await unavailable(c);
  return asked.answer
    ? asked.answer.answer
    : await problem(c, "not-found", { detail: "Nobody has this id." });
}

async function readAbuse(user: UserOperator, { userId }: UserAct): Promise<UserAbuse> {
  const [{ judgement, ladder }, events] = await Promise.all([user.getAbuseState(), user.getAuditEvents()]);
  const { violations, bans, shadowedUntil, appeal } = ladder;
  return UserAbuse.parse({
    userId,
    level: judgement.level,
    ...(judgement.kind === "barred" && { until: judgement.until }),
    violations,
    bans,
    ...(shadowedUntil !== null && { shadowedUntil }),
    ...(appeal && { appeal }),
    events,
  });
}
