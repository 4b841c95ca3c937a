import { type Agenda, createAgenda } from "./agenda.ts";

/** What goes wrong between isolates and an object in a simulation. Shares of calls, from 0 to 1. */
export interface Faults {
  /** Isolates that die within a lease of hearing from the object. */
  readonly deaths?: number;
  /** Calls, and as many answers, that never arrive. */
  readonly lost?: number;
  /** Calls that arrive twice, the second time up to three seconds later. */
  readonly duplicated?: number;
  /** Calls, and as many answers, that take up to three seconds. */
  readonly late?: number;
  /** Requests that are refused elsewhere after a token has paid for them, which comes back within a second and a half. */
  readonly denied?: number;
  /** By how much each clock is wrong at most, and by how much each steps back once. */
  readonly skewMs?: number;
  readonly stepBackMs?: number;
}

/** Every fault at once, as often as none would be seen in practice. */
export const ALL_FAULTS: Required<Faults> = {
  deaths: 0.05,
  lost: 0.01,
  duplicated: 0.02,
  late: 0.02,
  denied: 0.05,
  skewMs: 5_000,
  stepBackMs: 1_000,
};

const NO_FAULTS: Required<Faults> = {
  deaths: 0,
  lost: 0,
  duplicated: 0,
  late: 0,
  denied: 0,
  skewMs: 0,
  stepBackMs: 0,
};

const TIMEOUT_MS = 3_000;

/** One call. Times are true milliseconds. */
export interface Call<Answer> {
  /** What the object does with it, which may be twice. */
  deliver(at: number): Answer;
  /** What the isolate does with the answer to the first delivery. */
  answered(answer: Answer, at: number): void;
  failed(at: number): void;
}

export interface Network extends Agenda {
  readonly faults: Required<Faults>;
  send<Answer>(at: number, call: Call<Answer>): void;
  happens(share: number): boolean;
  /** A clock that is wrong, steps back once before `end`, and stands still for `frozenMs` at a time. */
  clock(end: number, frozenMs: number): (at: number) => number;
}

export function createNetwork(random: () => number, given: Faults = {}): Network {
  const faults = { ...NO_FAULTS, ...given };
  const agenda = createAgenda();

  function send<Answer>(at: number, call: Call<Answer>): void {
    const isLost = happens(faults.lost);
    const isAnswerLost = happens(faults.lost);
    if (isLost || isAnswerLost) agenda.add(at + TIMEOUT_MS, (now) => call.failed(now));
    if (isLost) return;
    const arrivesAt = at + delay();
    agenda.add(arrivesAt, (now) => {
      const answer = call.deliver(now);
      if (!isAnswerLost) agenda.add(now + delay(), (then) => call.answered(answer, then));
    });
    if (happens(faults.duplicated)) {
      agenda.add(arrivesAt + random() * TIMEOUT_MS, (now) => void call.deliver(now));
    }
  }

  function clock(end: number, frozenMs: number): (at: number) => number {
    const offset = 1e9 + Math.round((random() * 2 - 1) * faults.skewMs);
    const steppedAt = random() * end;
    return (at) => Math.floor(at / frozenMs) * frozenMs + offset - (at > steppedAt ? faults.stepBackMs : 0);
  }

  function delay(): number {
    return happens(faults.late) ? random() * TIMEOUT_MS : 2 + random() * 18;
  }

  function happens(share: number): boolean {
    return share > 0 && random() < share;
  }

  return { ...agenda, faults, send, happens, clock };
}
