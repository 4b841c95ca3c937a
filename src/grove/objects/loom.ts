import {
  type Alarms,
  type Bill,
  type Committed,
  createAlarms,
  createBill,
  createEndable,
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
  within,
} from "#implementations/loom";

/** What of an object Loom looks after: its one alarm, its dead letters, its timers and its outbox. */
export interface ObjectLoom {
  readonly alarms: Alarms;
  readonly letters: Letters;
  /** Warns the operator, by the object's name. */
  log(problem: string): void;
  /** Has what was set aside tried again by the part that has set it aside. False if there is no such letter. */
  replay(letterId: number): Promise<Committed<boolean>>;
  /** What the database answers, or an error when it takes longer than it ever does. */
  answered<Answer>(asked: Promise<Answer>, what: string): Promise<Answer>;
  /** The id of this life, under which its events are numbered. */
  readonly life: string;
  /** What this life costs, as far as it goes through Loom. */
  readonly bill: Bill;
  /** Told before all that is kept is deleted: what is under way, such as a flush, keeps nothing more, and nothing begins. */
  end(): void;
  openTimers(acts: TimerOptions["acts"]): Timers;
  openOutbox<Events>(
    options: Pick<OutboxOptions<Events>, "streams" | "sink" | "flushAt" | "most">,
  ): Outbox<Events>;
}

/** D1 gives up a statement after as long. */
const ANSWERED_WITHIN_MS = 30_000;

/** Gives Loom what it needs of the platform. One for each life of an object; `told` is in each line that it logs. */
export function createObjectLoom(
  { id, storage }: DurableObjectState,
  told: Readonly<Record<string, string>> = {},
): ObjectLoom {
  const source = id.name ?? id.toString();
  const log = (problem: string): void => {
    console.warn(JSON.stringify({ level: "warn", event: "loom", object: source, ...told, problem }));
  };
  const now = (): number => Date.now();
  const wait = async (ms: number, signal: AbortSignal): Promise<void> => await scheduler.wait(ms, { signal });
  const life = crypto.randomUUID();
  const bill = createBill();
  const billed = bill.storage(storage);
  const kept = createEndable(billed);
  const alarms = createAlarms({ clock: billed, now, wait, log });
  const letters = createSqlLetters(kept.storage, log);
  const shared = {
    alarms,
    letters,
    transaction: <Result>(act: () => Result): Result => kept.storage.transactionSync(act),
    wait,
    now,
  };
  let timers: Timers | undefined;
  let outbox: Pick<Outbox<unknown>, "replay"> | undefined;
  return {
    alarms,
    letters,
    life,
    bill,
    log,
    end() {
      alarms.end();
      kept.end();
    },
    async replay(letterId) {
      if (timers?.replay(letterId)) return { kind: "committed", value: true };
      return (await outbox?.replay(letterId)) ?? { kind: "committed", value: false };
    },
    answered: async (asked, what) => await within(asked, { ms: ANSWERED_WITHIN_MS, wait, what }),
    openTimers: (acts) =>
      (timers = createTimers({
        ...shared,
        acts,
        store: createSqlTimerStore(kept.storage),
        random: () => Math.random(),
      })),
    openOutbox(options) {
      const opened = createOutbox({
        ...options,
        ...shared,
        source,
        epoch: life,
        store: createSqlOutboxStore(kept.storage),
        turn: async () => await storage.sync(),
        log,
      });
      outbox = opened;
      return opened;
    },
  };
}
