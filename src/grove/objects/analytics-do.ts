import {
  type Add,
  createD1Sink,
  createInbox,
  type Delivery,
  latest,
  type Outbox,
  type Timers,
} from "#implementations/loom";
import { lettersPath } from "../contracts/letter.ts";
import { dayOfTenant } from "../contracts/object-name.ts";
import { type BlogEvent, type DailyStatistics, endOf } from "../contracts/statistics.ts";
import { WRITES } from "../contracts/writes.ts";
import { saveStatisticsOf, type StatisticsEvents } from "../storage/statistics.ts";
import { openTenant } from "../tenancy/open-tenant.ts";
import { createDayStore, type DayStore } from "./day-store.ts";
import { beginAnew, LookedAfter } from "./looked-after.ts";
import { createObjectLoom, type ObjectLoom } from "./loom.ts";

/** Events of the day's last minute are delivered after midnight, and their visitors may be known. */
const FORGOTTEN_AFTER_MS = 10 * 60_000;

/** A blog may have more pages than an outbox holds at once. */
const PAGES_AT_ONCE = 500;

/** What a day is written down from and by, until all is forgotten. */
interface Writer {
  readonly day: DayStore;
  readonly outbox: Outbox<StatisticsEvents>;
  readonly timers: Timers;
}

/**
 * One UTC day of one blog: counted here as its events arrive, each once, and written to D1 when the day is over. Visitors
 * are known by a hash whose key is the day's, and the hashes are forgotten soon after it.
 */
export class AnalyticsDO extends LookedAfter {
  protected override loom = this.#newLoom();
  #inbox = createInbox(this.ctx.storage);
  #day = createDayStore(this.ctx.storage);
  #outbox = this.#openOutbox();
  #timers = this.#openTimers();

  /** The newest writing down of the day that has not ended. */
  #writing: Promise<void> | undefined;

  /** Counts what a tenant's object delivers; what comes again is known. Resolves when it is durable. */
  recordEvents(delivery: Delivery): void {
    const now = Date.now();
    this.loom.alarms.watch();
    const fresh = this.#inbox.accept(delivery, now, (events) =>
      this.#day.count(events.map(({ body }) => body as BlogEvent)),
    );
    const midnight = endOf(this.#key().day);
    // Set anew after midnight, or where the alarm's clock is ahead: the day may just be being written down without what has arrived.
    const isSet =
      now < midnight && !this.#writing && this.#timers.list().some(({ key }) => key === "midnight");
    if (fresh > 0 && !isSet) {
      this.#timers.set({ key: "midnight", does: "finalize", at: Math.max(now, midnight) });
    }
  }

  /** The day so far. */
  getStats(): DailyStatistics {
    this.loom.alarms.watch();
    return { day: this.#key().day, ...this.#day.read() };
  }

  /**
   * Writes the day down. What arrives later is counted too, and has the day written down anew: one after the other, or what
   * the older still had to hand over would be written over the newer.
   */
  async finalize(): Promise<void> {
    this.loom.alarms.watch();
    // Taken now: all may be forgotten before this ends, and what comes after is not its own.
    const writer = { day: this.#day, outbox: this.#outbox, timers: this.#timers };
    const before = this.#writing?.catch(() => undefined) ?? Promise.resolve();
    const writing = before.then(async () => await this.#writeDown(writer));
    this.#writing = writing;
    try {
      await writing;
    } finally {
      if (this.#writing === writing) this.#writing = undefined;
    }
  }

  async #writeDown({ day, outbox, timers }: Writer): Promise<void> {
    const at = Math.max(Date.now(), endOf(this.#key().day) + FORGOTTEN_AFTER_MS);
    timers.set({ key: "visitors", does: "forgetVisitors", at });
    const { hours: _, pages, ...totals } = day.read();
    for (let first = 0; first === 0 || first < pages.length; first += PAGES_AT_ONCE) {
      await hand(outbox, (add) => {
        if (first === 0) add("days", totals);
        for (const page of pages.slice(first, first + PAGES_AT_ONCE)) add("pages", page);
      });
    }
  }

  /** Deletes all that is kept of the day. */
  async forget(): Promise<void> {
    await beginAnew(this.ctx, this.loom, () => {
      this.loom = this.#newLoom();
      this.#inbox = createInbox(this.ctx.storage);
      this.#day = createDayStore(this.ctx.storage);
      this.#outbox = this.#openOutbox();
      this.#timers = this.#openTimers();
      this.#writing = undefined;
    });
  }

  override async alarm(): Promise<void> {
    await this.loom.alarms.fire();
  }

  #newLoom(): ObjectLoom {
    return createObjectLoom(this.ctx, { letters: lettersPath({ kind: "day", day: this.#key().day }) });
  }

  #openTimers(): Timers {
    return this.loom.openTimers({
      finalize: async () => await this.finalize(),
      forgetVisitors: () => this.#day.forgetVisitors(),
    });
  }

  #openOutbox(): Outbox<StatisticsEvents> {
    const { tenantId, day } = this.#key();
    return this.loom.openOutbox<StatisticsEvents>({
      streams: {
        days: latest(WRITES.daily_statistics, () => "day"),
        pages: latest(WRITES.page_statistics, ({ path }) => path),
      },
      sink: createD1Sink(openTenant(this.env, tenantId).db, saveStatisticsOf(day)),
    });
  }

  #key(): { readonly tenantId: string; readonly day: string } {
    return dayOfTenant(this.ctx.id.name);
  }
}

/** Hands some of a day to its outbox, after a flush if there is no room for it. */
async function hand(
  outbox: Outbox<StatisticsEvents>,
  work: (add: Add<StatisticsEvents>) => void,
): Promise<void> {
  const first = await outbox.commit(work);
  if (first.kind === "committed") return;
  await outbox.flush();
  const second = await outbox.commit(work);
  if (second.kind === "full")
    throw new Error("Cannot write the day down: what was written before has not reached D1");
}
