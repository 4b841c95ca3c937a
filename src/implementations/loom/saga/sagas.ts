import type { Alarms, AlarmSource } from "../alarms/alarms.ts";
import { type Backoff, fullJitter } from "../fan-out/backoff.ts";
import { type Wait, within } from "../fan-out/within.ts";
import type { Letters } from "../letters/letters.ts";
import type { Json } from "../outbox/streams.ts";
import type { SagaState, SagaStore } from "./saga-store.ts";

/** Thrown by a step that will never succeed: what was done before it is undone at once. */
export class StepRefused extends Error {
  override readonly name = "StepRefused";
}

/** What a step is told. */
export interface StepContext {
  /** The same whenever this step is tried again, and no other's: for whoever must not do it twice. */
  readonly key: string;
  /** What the steps before it have given. */
  readonly results: readonly Json[];
}

/** One change to something outside. It may be made, and undone, more than once. */
export interface SagaStep {
  readonly name: string;
  run(input: Json, context: StepContext): Promise<Json>;
  /** Takes back what `run` has done, whether or not it was done to the end. Absent where there is nothing to take back. */
  undo?(input: Json, context: StepContext): Promise<void>;
}

export interface SagaReading {
  readonly status: SagaState["status"];
  readonly done: number;
  readonly failures: number;
  readonly why: string | undefined;
}

/** Changes to several objects, one after another, that end all done or all undone, whatever crashes. */
export interface Sagas extends AlarmSource {
  /** Begins a saga, in the caller's turn and transaction; an id that is there already is that saga. Throws for no such name. */
  start(saga: { readonly id: string; readonly name: string; readonly input: Json }): void;
  read(id: string): SagaReading | undefined;
}

export interface SagaOptions {
  readonly store: SagaStore;
  readonly sagas: Readonly<Record<string, readonly SagaStep[]>>;
  readonly letters: Letters;
  readonly alarms: Pick<Alarms, "add" | "arm">;
  readonly wait: Wait;
  readonly random: () => number;
  readonly now: () => number;
  /** How often a step is tried before all is undone. What undoes is tried without end, and tells a letter after as many. */
  readonly attempts?: number;
  readonly withinMs?: number;
  /** For how long one that has ended can still be read. */
  readonly keepMs?: number;
}

const STEP: Backoff = { baseMs: 1_000, mostMs: 60_000 };
const UNDO: Backoff = { baseMs: 1_000, mostMs: 3_600_000 };

export function createSagas(options: SagaOptions): Sagas {
  const { store, sagas, letters, alarms, wait, random, now } = options;
  const { attempts = 5, withinMs = 30_000, keepMs = 86_400_000 } = options;
  const held = new Map(store.load().map((state) => [state.id, state]));
  /** Those that are at a step. */
  const busy = new Set<string>();

  function save(state: SagaState): SagaState {
    store.save(state);
    held.set(state.id, state);
    return state;
  }

  function start({ id, name, input }: Parameters<Sagas["start"]>[0]): void {
    if (!stepsOf(name)) throw new TypeError(`Cannot start a saga: nothing is called "${name}"`);
    // Not `held`: the transaction of an earlier start may have been undone.
    if (store.has(id)) return;
    save({ id, name, input, status: "running", results: [], failures: 0, dueAt: now() });
    // Once the caller's transaction has ended, in the same turn: an alarm set within it would be undone with it.
    queueMicrotask(() => alarms.arm());
  }

  // #region advance
  /** Takes one step, forth or back, and notes it before the next: `(state) → state`, with one call in between. */
  async function advance(state: SagaState): Promise<SagaState> {
    const { id, name, input, status, results } = state;
    const steps = stepsOf(name) ?? [];
    const isUndoing = status === "undoing";
    const place = isUndoing ? results.length - 1 : results.length;
    if (steps.length < results.length || steps.length === 0) return hold(state);
    const step = steps[place];
    if (!step) return end(state, isUndoing ? "undone" : "done");
    const context = { key: `${id}/${step.name}`, results: results.slice(0, place) };
    try {
      const asked = isUndoing ? step.undo?.(input, context).then(() => null) : step.run(input, context);
      const result = await within(asked ?? Promise.resolve(null), {
        ms: withinMs,
        wait,
        what: `take ${context.key}`,
      });
      const taken = isUndoing ? results.slice(0, -1) : [...results, result];
      return save({ ...state, results: taken, failures: 0 });
    } catch (error) {
      return fail(state, error);
    }
  }
  // #endregion advance

  function stepsOf(name: string): readonly SagaStep[] | undefined {
    return Object.hasOwn(sagas, name) ? sagas[name] : undefined;
  }

  /** A deploy has taken away what this saga needs: it waits for one that brings it back, and is told of once. */
  function hold(state: SagaState): SagaState {
    if (state.failures === 0) tell(state, `Nothing is called "${state.name}", or not all of its steps`);
    return save({ ...state, failures: state.failures + 1, dueAt: now() + UNDO.mostMs });
  }

  function end(state: SagaState, status: "done" | "undone"): SagaState {
    return save({ ...state, status, failures: 0, dueAt: now() + keepMs });
  }

  function fail(state: SagaState, error: unknown): SagaState {
    const why = error instanceof Error ? error.message : String(error);
    const failures = state.failures + 1;
    if (state.status === "undoing") {
      if (failures === attempts) tell(state, why);
      return save({ ...state, failures, dueAt: now() + fullJitter(failures, UNDO, random) });
    }
    if (failures < attempts && !(error instanceof StepRefused)) {
      return save({ ...state, failures, dueAt: now() + fullJitter(failures, STEP, random) });
    }
    // The step that failed may have been done in part: it is undone like those before it.
    return save({ ...state, status: "undoing", why, results: [...state.results, null], failures: 0 });
  }

  function tell({ id, name, input }: SagaState, why: string): void {
    letters.add({ from: "saga", what: name, body: { id, input }, why, at: now() });
  }

  async function take(id: string, at: number): Promise<void> {
    busy.add(id);
    try {
      await goOn(id, at);
    } finally {
      busy.delete(id);
      alarms.arm();
    }
  }

  /** Goes on until the saga has ended or must wait. The object's own clock may be behind the alarm's, `at`. */
  async function goOn(id: string, at: number): Promise<void> {
    // The transaction that it was started in may have been undone.
    if (!store.has(id)) held.delete(id);
    for (let state = held.get(id); state && state.dueAt <= Math.max(at, now()); state = held.get(id)) {
      if (state.status === "done" || state.status === "undone") {
        store.remove(id);
        held.delete(id);
        return;
      }
      await advance(state);
    }
  }

  function next(): number | undefined {
    let first: number | undefined;
    for (const { id, dueAt } of held.values()) if (!busy.has(id)) first = Math.min(first ?? dueAt, dueAt);
    return first;
  }

  const made: Sagas = {
    name: "sagas",
    overlaps: true,
    next,
    async run(at) {
      const due = [...held.values()].filter(({ id, dueAt }) => dueAt <= at && !busy.has(id));
      await Promise.all(due.map(async ({ id }) => await take(id, at)));
    },
    start,
    read(id) {
      // The transaction that it was started in may have been undone.
      const state = store.has(id) ? held.get(id) : undefined;
      return (
        state && {
          status: state.status,
          done: state.results.length,
          failures: state.failures,
          why: state.why,
        }
      );
    },
  };
  alarms.add(made);
  return made;
}
