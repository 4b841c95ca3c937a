import { decide, mayEver, type Role } from "#implementations/prism";
import { askTwice } from "#implementations/loom";
import { Hono, type Context } from "hono";
import { createMiddleware } from "hono/factory";
import type { GroveEnv } from "../context.ts";
import {
  MemberChange,
  type MemberChanged,
  type MemberList,
  type MemberRemoved,
} from "../contracts/member.ts";
import { askObjectWithin } from "../middleware/ask-within.ts";
import { problem } from "../middleware/errors.ts";
import { jsonBody } from "../middleware/json-body.ts";
import { actorOf, forbidden, onlyAllowed } from "../middleware/only-allowed.ts";
import { sessionObject } from "../session-object.ts";
import { type Members, membersOf } from "../storage/memberships.ts";
import { NO_STORE } from "./in-sandbox.ts";

type Changed = MemberChanged | MemberRemoved;

/** Who belongs to a blog, and what they may do there. */
export const members = new Hono<GroveEnv>()
  .get("/", onlyAllowed("members:read"), async (c) => {
    const answer: MemberList = { members: await membersHere(c).list() };
    return c.json(answer, 200, NO_STORE);
  })
  .put("/:user", onlyAllowed("members:change"), jsonBody(MemberChange), async (c) => {
    const { role } = c.req.valid("json");
    const changed = await membersHere(c).change(c.req.param("user"), role, mayOwners(c));
    return await acknowledge(c, changed, role);
  })
  .delete("/:user", onlyRemovable(), async (c) => {
    const removed = await membersHere(c).remove(c.req.param("user"), mayOwners(c));
    return await acknowledge(c, removed);
  });

/** An admin removes anybody but owners; the others remove themselves. */
function onlyRemovable() {
  return createMiddleware<GroveEnv>(async (c, next) => {
    const actor = actorOf(c);
    const row = { ownerId: c.req.param("user") ?? "" };
    const isRefused =
      mayEver(actor, "members:remove") && decide(actor, "members:remove", row).kind === "denied";
    return isRefused ? await forbidden(c, actor.standing) : await onlyAllowed("members:remove")(c, next);
  });
}

// #region acknowledge
/**
 * Acknowledges a change once the database has it and its user's object has been told: from then on nobody is let in by
 * the old role. If that object cannot be told, the change is made and not acknowledged. Made again, it does no harm.
 */
async function acknowledge(c: Context<GroveEnv>, changed: Changed, role?: Role): Promise<Response> {
  if (changed.kind === "denied") return await forbidden(c, actorOf(c).standing);
  if (changed.kind === "last owner") return await lastOwner(c);
  if (changed.kind === "absent" && role !== undefined) return await notMember(c);

  const userId = c.req.param("user") ?? "";
  const told = await askObjectWithin(
    async () =>
      await askTwice(
        () => sessionObject(c.env, userId),
        async (user) => await user.membershipsChanged(),
      ),
    "closed",
  );
  if (told.kind === "failed") return await untold(c);
  return role === undefined ? c.body(null, 204, NO_STORE) : c.json({ userId, role }, 200, NO_STORE);
}
// #endregion acknowledge

function membersHere(c: Context<GroveEnv>): Members {
  return membersOf(c.var.data.db);
}

function mayOwners(c: Context<GroveEnv>): boolean {
  return decide(actorOf(c), "owners:change").kind === "allowed";
}

function notMember(c: Context<GroveEnv>): Response | Promise<Response> {
  return problem(c, "not-found", { detail: "This blog has no member of this id." });
}

function lastOwner(c: Context<GroveEnv>): Response | Promise<Response> {
  return problem(c, "last-owner", { detail: "Make somebody else an owner first: a blog always has one." });
}

function untold(c: Context<GroveEnv>): Response | Promise<Response> {
  const retryAfter = 5;
  return problem(c, "unavailable", {
    detail: `The change is made, and may not be known everywhere for another minute. Send it again in ${retryAfter} seconds.`,
    headers: { "Retry-After": String(retryAfter) },
    members: { retryAfter },
  });
}
