import { stubsOf } from "#implementations/loom";
import type { SessionDO } from "../objects/session-do.ts";
import { writeDown } from "./operator.ts";
import type { SealedEnv } from "./sealed-env.ts";

/** What an operator is about to do, to whom, and who they are. */
export interface UserAct {
  readonly act: "read abuse" | "clear abuse";
  readonly by: string;
  readonly userId: string;
}

/**
 * The right to read and lift what is held against one user, who is no tenant's. It leads to no tenant's data, so a request
 * with an operator's key may have it; each use is written down before it begins.
 */
export type UserOperator = Pick<
  DurableObjectStub<SessionDO>,
  "getAbuseState" | "getAuditEvents" | "clearAbuse"
>;

export function openUserOperator(env: SealedEnv, act: UserAct): UserOperator {
  writeDown(act);
  return stubsOf(env.SESSIONS, "session")(act.userId);
}
