import { sessionObjectName } from "./contracts/object-name.ts";
import type { SessionDO } from "./objects/session-do.ts";

/** The object of this user's sessions, whether or not there is such a user. */
export function sessionObject(env: Pick<Env, "SESSIONS">, userId: string): DurableObjectStub<SessionDO> {
  return env.SESSIONS.getByName(sessionObjectName(userId));
}
