import { appended, createObjectSink, createTables, type Flushed } from "#implementations/loom";
import { type BlogEvent, dayOf } from "../contracts/statistics.ts";
import { COUNTED } from "../contracts/writes.ts";
import type { AnalyticsDO } from "./analytics-do.ts";
import type { ObjectLoom } from "./loom.ts";

/** What has happened on one blog, on its way to the statistics of its day. */
export interface TenantEvents {
  /** Resolves when the event is durable; false if too many are waiting. */
  record(event: BlogEvent): Promise<boolean>;
  flush(): Promise<Flushed>;
}

const STEPS = [
  `CREATE TABLE visitor_key (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    day TEXT NOT NULL,
    key BLOB NOT NULL
  ) STRICT`,
  `CREATE TABLE visitor_keys (
    day TEXT NOT NULL PRIMARY KEY,
    key BLOB NOT NULL
  ) STRICT, WITHOUT ROWID;
  INSERT INTO visitor_keys (day, key) SELECT day, key FROM visitor_key;
  DROP TABLE visitor_key`,
];
const READ_KEY = "SELECT key FROM visitor_keys WHERE day = ?";
const SAVE_KEY = "INSERT INTO visitor_keys (day, key) VALUES (?, ?)";
/** A view may come after one of the next day. */
const DROP_KEYS = `
  DELETE FROM visitor_keys WHERE day NOT IN (SELECT day FROM visitor_keys ORDER BY day DESC LIMIT 2)`;

const KEY_BYTES = 32;
const HASH_BYTES = 8;

export function createTenantEvents(
  { storage }: DurableObjectState,
  {
    loom,
    analytics,
  }: {
    readonly loom: ObjectLoom;
    /** The object of a day of this tenant's. */
    readonly analytics: (day: string) => Promise<DurableObjectStub<AnalyticsDO>>;
  },
): TenantEvents {
  const tables = createTables(storage, "visitors", STEPS);
  const outbox = loom.openOutbox<{ readonly events: BlogEvent }>({
    streams: { events: appended(COUNTED) },
    sink: createObjectSink({
      targetOf: ({ body }) => dayOf((body as BlogEvent).at),
      deliver: async (day, delivery) => await (await analytics(day)).recordEvents(delivery),
    }),
  });

  // #region visitor
  /**
   * Stands for a visitor until the day is over. Each day has a key of its own, and the newest two are kept: nobody can
   * tell whether two days' hashes are of one visitor, nor, without the key, which address one was made of.
   */
  async function hashVisitor(visitor: string, day: string): Promise<string> {
    const key = await crypto.subtle.importKey("raw", keyOf(day), { name: "HMAC", hash: "SHA-256" }, false, [
      "sign",
    ]);
    const hash = await crypto.subtle.sign("HMAC", key, new TextEncoder().encode(visitor));
    return Array.from(new Uint8Array(hash, 0, HASH_BYTES), (byte) => byte.toString(16).padStart(2, "0")).join(
      "",
    );
  }

  function keyOf(day: string): ArrayBuffer {
    tables.make();
    const [row] = storage.sql.exec<{ key: ArrayBuffer }>(READ_KEY, day);
    if (row) return row.key;
    const key = crypto.getRandomValues(new Uint8Array(KEY_BYTES)).buffer;
    storage.sql.exec(SAVE_KEY, day, key);
    storage.sql.exec(DROP_KEYS);
    return key;
  }
  // #endregion visitor

  return {
    async record(event) {
      const visitor = event.kind === "view" ? event.visitor : undefined;
      const hidden = visitor === undefined ? {} : { visitor: await hashVisitor(visitor, dayOf(event.at)) };
      const { kind } = await outbox.append("events", { ...event, ...hidden });
      return kind === "committed";
    },
    flush: async () => await outbox.flush(),
  };
}
