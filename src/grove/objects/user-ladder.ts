import { judge, type LadderState, type LadderStep, NEW_LADDER } from "#implementations/threshold";
import type { AbuseState } from "../contracts/session.ts";
import { createKeptState, type Log } from "./kept-state.ts";
import type { SessionStore } from "./session-store.ts";

/** One user's place on the ladder. What an act changes is stored with its events before it is answered. */
export interface UserLadder {
  judge(now: number): AbuseState;
  /** Does an act of the ladder, such as an escalation. */
  take(act: (state: LadderState) => LadderStep): AbuseState;
}

export function createUserLadder(store: SessionStore, log: Log): UserLadder {
  const keep = createKeptState(store, { subject: "abuse", initial: NEW_LADDER, log });

  function take(act: (state: LadderState) => LadderStep): AbuseState {
    const { state, judgement } = keep((before) => {
      const { events, ...step } = act(before);
      return { ...step, events: events.map(({ kind, ...told }) => ({ event: `abuse ${kind}`, ...told })) };
    });
    return { judgement, ladder: state };
  }

  return { judge: (now) => take((state) => judge(state, now)), take };
}
