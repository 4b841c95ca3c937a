import { DurableObject } from "cloudflare:workers";
import {
  appended,
  createD1Sink,
  createSharedCalls,
  deferred,
  type SharedCalls,
} from "../../../src/implementations/loom/index.ts";
import { createObjectLoom } from "../../../src/grove/objects/loom.ts";

export * from "../../../src/grove/worker.ts";

interface BenchEnv extends Env {
  readonly WRITERS: DurableObjectNamespace<Writer>;
}

const WRITE = "INSERT INTO bench_events (event) SELECT value FROM json_each(?1)";
const A_DAY = 86_400_000;

/** An object that takes events in each of the ways that are compared. */
export class Writer extends DurableObject<BenchEnv> {
  readonly #loom = createObjectLoom(this.ctx);
  readonly #outbox = this.#loom.openOutbox<{ readonly events: string }>({
    streams: { events: appended(deferred(A_DAY, "the measurement flushes")) },
    sink: createD1Sink(this.env.DB, { events: [{ sql: WRITE }] }),
    flushAt: Infinity,
    most: { events: 1_000_000, bytes: 1_000_000_000 },
  });
  readonly #timers = this.#loom.openTimers({
    note: ({ at }) => void this.#late.push(Date.now() - at),
  });
  #late: number[] = [];

  /** What a call alone costs. */
  nothing(): void {}

  /** A row and a commit for each event, as an object writes that thinks of nothing. */
  plain(event: string): void {
    this.ctx.storage.sql.exec("CREATE TABLE IF NOT EXISTS plain (event TEXT NOT NULL)");
    this.ctx.storage.sql.exec("INSERT INTO plain VALUES (?)", event);
  }

  async grouped(event: string): Promise<void> {
    await this.#outbox.append("events", event);
  }

  async groupedTogether(events: readonly string[]): Promise<boolean[]> {
    return await Promise.all(
      events.map(async (event) => (await this.#outbox.append("events", event)).kind === "committed"),
    );
  }

  /** The same without the calls: so many events, each with a commit of its own. Milliseconds. */
  async plainInside(count: number): Promise<void> {
    for (let i = 0; i < count; i++) {
      this.plain(`event ${i}`);
      await this.ctx.storage.sync();
    }
  }

  /** So many events, as many of them in one turn as are asked for at once. */
  async groupedInside(count: number, atOnce: number): Promise<void> {
    for (let i = 0; i < count; i += atOnce) {
      const events = Array.from({ length: Math.min(atOnce, count - i) }, (_, k) => `event ${i + k}`);
      await Promise.all(events.map(async (event) => await this.grouped(event)));
      await this.ctx.storage.sync();
    }
  }

  async fill(count: number): Promise<void> {
    await this.groupedInside(count, count);
  }

  async flush(): Promise<number> {
    const flushed = await this.#outbox.flush();
    if (flushed.kind === "failed") throw new Error(flushed.why);
    return flushed.events;
  }

  setTimers(count: number, overMs: number): void {
    const first = Date.now() + 1_000;
    this.ctx.storage.transactionSync(() => {
      for (let i = 0; i < count; i++) {
        this.#timers.set({ key: `${i}`, does: "note", at: first + Math.floor((i * overMs) / count) });
      }
    });
  }

  lateness(): { readonly left: number; readonly late: number[] } {
    return { left: this.#timers.list().length, late: this.#late };
  }

  override async alarm(): Promise<void> {
    await this.#loom.alarms.fire();
  }
}

interface Asked {
  readonly env: BenchEnv;
  /** The object that the request is about: by one stub, or by another each time. */
  readonly writer: () => DurableObjectStub<Writer>;
  /** The same object, in calls that those in flight share. */
  readonly shared: SharedCalls<string, boolean>;
  readonly count: number;
  readonly atOnce: number;
}

type Act = (asked: Asked) => Promise<unknown>;

/** What is done `count` times, or once for `count` events. */
const ACTS: Readonly<Record<string, { readonly isEach: boolean; readonly act: Act }>> = {
  empty: { isEach: true, act: async ({ writer }) => await writer().nothing() },
  plain: { isEach: true, act: async ({ writer }) => await writer().plain("an event") },
  grouped: { isEach: true, act: async ({ writer }) => await writer().grouped("an event") },
  shared: { isEach: true, act: async ({ shared }) => await shared.ask("an event") },
  plainInside: { isEach: false, act: async ({ writer, count }) => await writer().plainInside(count) },
  groupedInside: {
    isEach: false,
    act: async ({ writer, count, atOnce }) => await writer().groupedInside(count, atOnce),
  },
  fill: { isEach: false, act: async ({ writer, count }) => await writer().fill(count) },
  flush: { isEach: false, act: async ({ writer }) => await writer().flush() },
  single: {
    isEach: true,
    act: async ({ env }) =>
      await env.DB.prepare("INSERT INTO bench_events (event) VALUES (?)").bind("an event").run(),
  },
  timers: { isEach: false, act: async ({ writer, count }) => await writer().setTimers(count, 20_000) },
  lateness: { isEach: false, act: async ({ writer }) => await writer().lateness() },
  prepare: {
    isEach: false,
    act: async ({ env }) => await env.DB.exec("CREATE TABLE bench_events (event TEXT NOT NULL)"),
  },
};

/** `?act=plain&key=a&count=1000&at-once=50`, and `&stubs=each` for a stub for each call. */
export default {
  async fetch(request: Request, env: BenchEnv): Promise<Response> {
    const { searchParams } = new URL(request.url);
    const found = ACTS[searchParams.get("act") ?? ""];
    if (!found) return new Response("There is no such act", { status: 400 });
    const key = searchParams.get("key") ?? "";
    const count = Number(searchParams.get("count") ?? 1);
    const atOnce = Number(searchParams.get("at-once") ?? 1);
    const held = env.WRITERS.getByName(key);
    const writer = searchParams.get("stubs") === "each" ? () => env.WRITERS.getByName(key) : () => held;
    const shared = createSharedCalls<string, boolean>({
      call: async (events) => await held.groupedTogether(events),
      most: 100,
      patienceMs: 1_000,
      wait: async (ms, signal) => await scheduler.wait(ms, { signal }),
      now: Date.now,
    });
    const asked = { env, writer, shared, count, atOnce };
    if (!found.isEach) return Response.json((await found.act(asked)) ?? null);
    await Promise.all(
      Array.from({ length: atOnce }, async () => {
        for (let i = 0; i < count / atOnce; i++) await found.act(asked);
      }),
    );
    return Response.json(null);
  },
};
