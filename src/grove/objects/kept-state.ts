import type { AuditEvent, SessionStore, Subject } from "./session-store.ts";

/** What an act makes of a state. The state is the same object if nothing has changed. */
export interface Step<State> {
  readonly state: State;
  readonly events: readonly AuditEvent[];
}

/** Tells the operator of an event that has been stored. */
export type Log = (event: AuditEvent) => void;

export interface KeptStateOptions<State> {
  readonly subject: Subject;
  /** What there is as long as nothing is kept, and what stands in for members that an older deploy did not keep. */
  readonly initial: State;
  readonly log: Log;
}

/** A state that is read once, held in memory, and changed by acts: what an act has changed is stored before it is told. */
export function createKeptState<State extends object>(
  store: SessionStore,
  { subject, initial, log }: KeptStateOptions<State>,
): <Made extends Step<State>>(act: (state: State) => Made) => Made {
  let held: State | undefined;

  function read(): State {
    const kept = store.readState(subject) as Partial<State> | undefined;
    return kept ? { ...initial, ...kept } : initial;
  }

  return (act) => {
    const before = (held ??= read());
    const made = act(before);
    if (made.state === before) return made;
    store.saveState(subject, made.state, made.events);
    held = made.state;
    for (const event of made.events) log(event);
    return made;
  };
}
