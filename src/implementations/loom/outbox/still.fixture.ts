import type { OutboxOptions } from "./outbox.ts";

/** What an outbox needs of the platform where no time passes, nothing is ever late and no alarm goes off. */
export const STILL = {
  alarms: { add: () => undefined, arm: () => undefined, nextRun: () => undefined },
  transaction: (act) => act(),
  turn: async () => undefined,
  wait: async () => await new Promise(() => undefined),
  now: () => 0,
  log: () => undefined,
} as const satisfies Partial<OutboxOptions<never>>;
