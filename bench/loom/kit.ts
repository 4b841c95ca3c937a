import { runGrove } from "../kit/grove.ts";

/** A Worker of Loom's in workerd, with its state on the disk. */
export interface Bench {
  /** Asks the Worker to do something, and gives what it answered. */
  ask(act: string, more?: Readonly<Record<string, string | number>>): Promise<unknown>;
  /** How long that takes, in milliseconds, by this process's clock. */
  time(act: string, more?: Readonly<Record<string, string | number>>): Promise<number>;
  stop(): Promise<void>;
}

export async function startBench(): Promise<Bench> {
  const grove = await runGrove({
    workers: { loom: "loom/workers/loom.ts" },
    objects: { WRITERS: { className: "Writer", useSQLite: true } },
    tenants: 1,
  });
  const address = await grove.address("loom");

  async function ask(act: string, more: Readonly<Record<string, string | number>> = {}): Promise<unknown> {
    const url = new URL(address);
    for (const [name, value] of Object.entries({ act, ...more })) url.searchParams.set(name, value);
    const response = await fetch(url);
    if (!response.ok) throw new Error(`Cannot measure ${act}: ${response.status} ${await response.text()}`);
    return await response.json();
  }

  await ask("prepare");
  return {
    ask,
    async time(act, more) {
      const began = performance.now();
      await ask(act, more);
      return performance.now() - began;
    },
    stop: async () => await grove.stop(),
  };
}
