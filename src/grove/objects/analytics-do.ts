import { DurableObject } from "cloudflare:workers";
import {
  type AlarmSource,
  appended,
  createD1Sink,
  createInbox,
  type Delivery,
  latest,
} from "#implementations/loom";
import { dayOfTenant } from "../contracts/object-name.ts";
import { type BlogEvent, type DailyStatistics, endOf } from "../contracts/statistics.ts";
import { WRITES } from "../contracts/writes.ts";
import { saveStatisticsOf, type StatisticsEvents } from "../storage/statistics.ts";
import { createDayStore } from "./day-store.ts";
import { createObjectLoom } from "./loom.ts";

/**
 * One UTC day of one blog: counted here as its events arrive, each once, and written to D1 when the day is over. Visitors
 * are known by a hash whose key the tenant's object forgets with the day, and the hashes are forgotten with it.
 */
export class AnalyticsDO extends DurableObject<Env> {
  #loom = createObjectLoom(this.ctx);
  #inbox = createInbox(this.ctx.storage);
  #day = createDayStore(this.ctx.storage);
  #outbox = this.#openOutbox();

  /** Counts what a tenant's object delivers; what comes again is known. Resolves when it is durable. */
  recordEvents(delivery: Delivery): void {
    const now = Date.now();
    this.#inbox.accept(delivery, now, (events) =>
      this.#day.count(events.map(({ body }) => body as BlogEvent)),
    );
    this.#loom.alarms.watch();
    this.#loom.alarms.arm();
  }

  /** The day so far. */
  getStats(): DailyStatistics {
    return { day: this.#key().day, ...this.#day.read() };
  }

  /** Writes the day down. What arrives later is counted too, and has the day written down anew. */
  async finalize(): Promise<void> {
    const { hours: _, pages, ...totals } = this.#day.read();
    const { kind } = await this.#outbox.commit((add) => {
      add("days", totals);
      for (const page of pages) add("pages", page);
      this.#day.close();
    });
    if (kind === "full")
      throw new Error("Cannot write the day down: what was written before has not reached D1");
  }

  /** Deletes all that is kept of the day. */
  async forget(): Promise<void> {
    await this.ctx.storage.deleteAll();
    this.#loom = createObjectLoom(this.ctx);
    this.#inbox = createInbox(this.ctx.storage);
    this.#day = createDayStore(this.ctx.storage);
    this.#outbox = this.#openOutbox();
  }

  override async alarm(): Promise<void> {
    await this.#loom.alarms.fire();
  }

  #openOutbox() {
    const { tenantId, day } = this.#key();
    const midnight: AlarmSource = {
      name: "midnight",
      next: () => (this.#day.isOpen() ? endOf(day) : undefined),
      run: async () => await this.finalize(),
    };
    this.#loom.alarms.add(midnight);
    return this.#loom.openOutbox<StatisticsEvents>({
      streams: { days: latest(WRITES.statistics, () => "day"), pages: appended(WRITES.statistics) },
      sink: createD1Sink(this.env.DB, saveStatisticsOf(tenantId, day)),
    });
  }

  #key(): { readonly tenantId: string; readonly day: string } {
    return dayOfTenant(this.ctx.id.name);
  }
}
