import type { Role } from "./roles.ts";
import type { Roles, RolesOptions } from "./roles-cache.ts";

/** What the database holds: the number of the write that made it so tells an old answer from a new one. */
export interface Written {
  readonly write: number;
  readonly role: Role | undefined;
}

type CreateRoles = (options: RolesOptions<Written>) => Roles<Written>;

/** What may happen next. One of each is tried at random, and what is impossible just then is passed over. */
export const STEPS = [
  "check",
  "read begins",
  "read ends",
  "read fails",
  "write",
  "invalidate",
  "invalidation lost",
  "acknowledge",
  "evict",
  "time passes",
] as const;
export type Step = (typeof STEPS)[number];

/** A read that has been asked for, and has not ended. */
interface Read {
  readonly end: (value: Written) => void;
  readonly fail: (error: Error) => void;
}

interface Change {
  readonly write: number;
  isTold: boolean;
}

export interface Outcome {
  /** Answers that were older than a change which had been acknowledged before they were given. */
  readonly stale: number;
  /** Those of them that allowed what had been taken away. */
  readonly staleAllows: number;
  readonly answers: number;
  readonly acknowledged: number;
}

const KEY = "tenant";
const ROLES_WRITTEN = ["editor", undefined, "author", undefined] as const;
const KEPT_MS = 60_000;

/**
 * Plays one interleaving of checks, reads of the database in their two halves, changes of the role in their three steps,
 * and evictions. Between two steps everything that can go on goes on, as between two events of an object.
 */
export async function play(create: CreateRoles, steps: readonly Step[]): Promise<Outcome> {
  let database: Written = { write: 0, role: "editor" };
  let asked: Read[] = [];
  let begun: (Read & { readonly value: Written })[] = [];
  let changes: Change[] = [];
  let acknowledged = -1;
  let now = 0;
  const outcome = { stale: 0, staleAllows: 0, answers: 0, acknowledged: 0 };
  let roles = born();

  function born(): Roles<Written> {
    const load = async () => await new Promise<Written>((end, fail) => void asked.push({ end, fail }));
    return create({ load, keptMs: KEPT_MS, most: 4 });
  }

  function hear({ write, role }: Written): void {
    outcome.answers += 1;
    if (write >= acknowledged) return;
    outcome.stale += 1;
    if (role !== undefined) outcome.staleAllows += 1;
  }

  const act: Readonly<Record<Step, () => void>> = {
    // An answer that never comes, because the read failed or the object ended, lets nobody in.
    check: () => void roles.read(KEY, now).then(hear, () => undefined),
    "read begins": () => {
      const read = asked.shift();
      if (read) begun.push({ ...read, value: database });
    },
    "read ends": () => {
      const read = begun.shift();
      read?.end(read.value);
    },
    "read fails": () => (begun.shift() ?? asked.shift())?.fail(new Error("lost")),
    write: () => {
      const write = database.write + 1;
      database = { write, role: ROLES_WRITTEN[write % ROLES_WRITTEN.length] };
      changes.push({ write, isTold: false });
    },
    invalidate: () => {
      const change = changes.find(({ isTold }) => !isTold);
      if (!change) return;
      roles.changed();
      change.isTold = true;
    },
    // The writer hears that it failed, and does not acknowledge.
    "invalidation lost": () => void (changes = changes.filter(({ isTold }) => isTold)),
    acknowledge: () => {
      for (const { write } of changes.filter(({ isTold }) => isTold)) {
        acknowledged = Math.max(acknowledged, write);
        outcome.acknowledged += 1;
      }
      changes = changes.filter(({ isTold }) => !isTold);
    },
    evict: () => {
      asked = [];
      begun = [];
      roles = born();
    },
    "time passes": () => void (now += KEPT_MS / 2),
  };

  for (const step of steps) {
    act[step]();
    await quiet();
  }
  return outcome;
}

/** Lets every promise that can settle settle. */
async function quiet(): Promise<void> {
  for (let turn = 0; turn < 12; turn++) await Promise.resolve();
}
