import { DurableObject } from "cloudflare:workers";
import { appended, createD1Sink, deferred, type Sink, type Timers } from "#implementations/loom";
import { createObjectLoom } from "#grove/objects/loom";
import { FLUSH_MS } from "./flush-ms.ts";

// Objects that exist for these tests alone. What they write has no key in D1, so that what came twice would show.

export interface FaultsEnv extends Env {
  readonly LOOMED: DurableObjectNamespace<LoomedDO>;
  readonly BUFFERED: DurableObjectNamespace<BufferedDO>;
  readonly TIMED: DurableObjectNamespace<TimedDO>;
}

const WRITE = "INSERT INTO arrivals (source, event) SELECT ?2, value FROM json_each(?1)";
const MET = "INSERT INTO meetings (source) VALUES (?)";

/** Where D1 is slow: before it commits a batch, or after that and before it answers. */
export type Moment = "before" | "after";

/** Writes through Loom's outbox. */
export class LoomedDO extends DurableObject<FaultsEnv> {
  readonly #loom = createObjectLoom(this.ctx);
  /** Where the next flush stops, for as long as this life lasts. */
  #stopsAt: Moment | undefined;
  readonly #stopped = Promise.withResolvers<boolean>();
  readonly #outbox = this.#loom.openOutbox<{ readonly events: string }>({
    streams: { events: appended(deferred(FLUSH_MS, "kills shall fall into flushes")) },
    sink: this.#noteMeetings(
      this.#slowDown(
        createD1Sink(this.env.DB, { events: [{ sql: WRITE, values: [this.ctx.id.name ?? ""] }] }),
      ),
    ),
    flushAt: 20,
  });

  async add(event: string): Promise<boolean> {
    this.#loom.alarms.watch();
    return (await this.#outbox.commit((add) => add("events", event))).kind === "committed";
  }

  /** Adds them one commit after the other, all before a flush is due if they are fewer than it takes. */
  async addEach(events: readonly string[]): Promise<void> {
    for (const event of events) await this.add(event);
  }

  /** Has D1 be so slow from now on that only a kill ends the next flush. */
  stopAt(moment: Moment): void {
    this.#stopsAt = moment;
  }

  /** Ends when a flush has come to where it stops. */
  async untilStopped(): Promise<boolean> {
    return await this.#stopped.promise;
  }

  /** The name of the files that this object is kept in. */
  fileName(): string {
    return this.ctx.id.toString();
  }

  override async alarm(): Promise<void> {
    await this.#loom.alarms.fire();
  }

  #slowDown(sink: Sink): Sink {
    const stop = async (): Promise<never> => {
      this.#stopped.resolve(true);
      return await new Promise(() => undefined);
    };
    return {
      ...sink,
      write: async (batch) => {
        if (this.#stopsAt === "before") return await stop();
        const written = await sink.write(batch);
        return this.#stopsAt === "after" ? await stop() : written;
      },
    };
  }

  /** Counts the flushes that found in D1 what this object did not know to be there: something ended between the two. */
  #noteMeetings(sink: Sink): Sink {
    return {
      ...sink,
      write: async (batch) => {
        const written = await sink.write(batch);
        if (written.kind === "elsewhere") await this.env.DB.prepare(MET).bind(batch.source).run();
        return written;
      },
    };
  }
}

/** The buffer of seed 002: what it has acknowledged is in memory, and an alarm writes it when `flushMs` have passed. */
export class BufferedDO extends DurableObject<FaultsEnv> {
  #buffer: string[] = [];
  #isScheduled = false;

  async add(event: string, flushMs: number): Promise<boolean> {
    this.#buffer.push(event);
    if (!this.#isScheduled) await this.ctx.storage.setAlarm(Date.now() + flushMs);
    this.#isScheduled = true;
    return true;
  }

  override async alarm(): Promise<void> {
    this.#isScheduled = false;
    const events = this.#buffer.splice(0);
    await this.env.DB.prepare(WRITE)
      .bind(JSON.stringify(events), this.ctx.id.name ?? "")
      .run();
  }
}

/** How timers have fared. Milliseconds. */
export interface TimersReport {
  readonly done: number;
  readonly left: number;
  readonly latest: number;
}

/** Timers, each of which notes how late it was. */
export class TimedDO extends DurableObject<FaultsEnv> {
  readonly #loom = createObjectLoom(this.ctx);
  readonly #timers: Timers = this.#loom.openTimers({
    note: ({ key, at }) =>
      void this.ctx.storage.sql.exec("INSERT INTO done VALUES (?, ?)", key, Date.now() - at),
  });

  /** Sets so many timers, spread evenly over so many milliseconds from `afterMs` on. */
  setTimers(count: number, { afterMs, overMs }: { readonly afterMs: number; readonly overMs: number }): void {
    const { storage } = this.ctx;
    const first = Date.now() + afterMs;
    storage.sql.exec("CREATE TABLE IF NOT EXISTS done (key TEXT NOT NULL, late INTEGER NOT NULL)");
    storage.transactionSync(() => {
      for (let i = 0; i < count; i++) {
        this.#timers.set({ key: `${i}`, does: "note", at: first + Math.floor((i * overMs) / count) });
      }
    });
  }

  report(): TimersReport {
    const done = "SELECT count(DISTINCT key) AS done, max(late) AS latest FROM done";
    const row = this.ctx.storage.sql.exec<{ done: number; latest: number }>(done).one();
    return { ...row, left: this.#timers.list().length };
  }

  override async alarm(): Promise<void> {
    await this.#loom.alarms.fire();
  }
}
