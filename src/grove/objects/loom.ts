import {
  type Alarms,
  createAlarms,
  createOutbox,
  createSqlLetters,
  createSqlOutboxStore,
  createSqlTimerStore,
  createTimers,
  type Letters,
  type Outbox,
  type OutboxOptions,
  type TimerOptions,
  type Timers,
} from "#implementations/loom";

/** What of an object Loom looks after: its one alarm, its dead letters, its timers and its outbox. */
export interface ObjectLoom {
  readonly alarms: Alarms;
  readonly letters: Letters;
  /** Warns the operator, by the object's name. */
  log(problem: string): void;
  openTimers(acts: TimerOptions["acts"]): Timers;
  openOutbox<Events>(
    options: Pick<OutboxOptions<Events>, "streams" | "sink" | "flushAt" | "most">,
  ): Outbox<Events>;
}

/** Gives Loom what it needs of the platform. One for each life of an object. */
export function createObjectLoom({ id, storage }: DurableObjectState): ObjectLoom {
  const source = id.name ?? id.toString();
  const log = (problem: string): void => {
    console.warn(JSON.stringify({ level: "warn", event: "loom", object: source, problem }));
  };
  const now = (): number => Date.now();
  const wait = async (ms: number, signal: AbortSignal): Promise<void> => await scheduler.wait(ms, { signal });
  const alarms = createAlarms({ clock: storage, now, wait, log });
  const letters = createSqlLetters(storage, log);
  const shared = {
    alarms,
    letters,
    transaction: <Result>(act: () => Result): Result => storage.transactionSync(act),
    wait,
    now,
  };
  return {
    alarms,
    letters,
    log,
    openTimers: (acts) =>
      createTimers({ ...shared, acts, store: createSqlTimerStore(storage), random: () => Math.random() }),
    openOutbox: (options) =>
      createOutbox({
        ...options,
        ...shared,
        source,
        epoch: crypto.randomUUID(),
        store: createSqlOutboxStore(storage),
        turn: async () => await storage.sync(),
        log,
      }),
  };
}
