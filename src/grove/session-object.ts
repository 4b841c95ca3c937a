import { stubsOf } from "#implementations/loom";
import type { SessionDO } from "./objects/session-do.ts";

/** The object of this user's sessions, whether or not there is such a user. */
export function sessionObject(env: Pick<Env, "SESSIONS">, userId: string): DurableObjectStub<SessionDO> {
  return stubsOf(env.SESSIONS, "session")(userId);
}
