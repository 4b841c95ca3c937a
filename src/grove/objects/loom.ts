import {
  type Alarms,
  createAlarms,
  createOutbox,
  createSqlLetters,
  createSqlOutboxStore,
  type Letters,
  type Outbox,
  type OutboxOptions,
} from "#implementations/loom";

/** What of an object Loom looks after: its one alarm, its dead letters, and its outbox. */
export interface ObjectLoom {
  readonly alarms: Alarms;
  readonly letters: Letters;
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
  const alarms = createAlarms({ clock: storage, now, log });
  const letters = createSqlLetters(storage);
  return {
    alarms,
    letters,
    openOutbox: (options) =>
      createOutbox({
        ...options,
        source,
        epoch: crypto.randomUUID(),
        store: createSqlOutboxStore(storage),
        letters,
        alarms,
        transaction: (act) => storage.transactionSync(act),
        turn: async () => await scheduler.wait(0),
        wait: async (ms, signal) => await scheduler.wait(ms, { signal }),
        now,
        log,
      }),
  };
}
