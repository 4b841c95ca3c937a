/** Reads what the database has. Called again if what it read may be old by the time it is told. */
export type Load<Held> = (key: string) => Promise<Held>;

export interface RolesOptions<Held> {
  readonly load: Load<Held>;
  /** For how long something is held at most, in milliseconds: a change that nobody tells of is seen after that. */
  readonly keptMs: number;
  /** How many keys are held at most. The one held longest makes room. */
  readonly most: number;
}

/**
 * The roles of one user, each under its tenant's name, held in the memory of the one object that is asked about the user.
 *
 * Whoever changes a role writes the database first, then calls `changed`, and acknowledges the change when both are done:
 * from then on no answer here is older than the change. If either fails the change is not acknowledged, and is made
 * again, which does no harm. Nothing is stored: an object that ends takes what it held, and the reads it had begun, with
 * it, so there is no version to lose.
 */
export interface Roles<Held> {
  /** What the database had when it was last asked: at most `keptMs` ago, and not before the last `changed`. */
  read(key: string, now: number): Promise<Held>;
  /** Forgets everything, and everything that is being read: the authorisation version grows by one. */
  changed(): void;
}

interface Kept<Held> {
  readonly value: Held;
  readonly until: number;
}

/** Holds roles so that most requests read none. Times are epoch milliseconds. */
export function createRoles<Held>({ load, keptMs, most }: RolesOptions<Held>): Roles<Held> {
  const held = new Map<string, Kept<Held>>();
  const reading = new Map<string, Promise<Held>>();
  let version = 0;

  // #region fill
  /** What was read while a role was changed may be from before the change: it is neither held nor told. */
  async function fill(key: string, now: number): Promise<Held> {
    for (;;) {
      const before = version;
      const value = await load(key);
      if (version !== before) continue;
      keep(key, { value, until: now + keptMs });
      return value;
    }
  }
  // #endregion fill

  function keep(key: string, kept: Kept<Held>): void {
    held.delete(key);
    const [oldest] = held.keys();
    if (oldest !== undefined && held.size >= most) held.delete(oldest);
    held.set(key, kept);
  }

  /** Simultaneous requests share one read, unless something was changed after it had begun. */
  async function readOnce(key: string, now: number): Promise<Held> {
    const begun = reading.get(key);
    if (begun) return await begun;
    const filling = fill(key, now);
    reading.set(key, filling);
    try {
      return await filling;
    } finally {
      if (reading.get(key) === filling) reading.delete(key);
    }
  }

  return {
    async read(key, now) {
      const kept = held.get(key);
      return kept && now < kept.until ? kept.value : await readOnce(key, now);
    },
    changed() {
      version += 1;
      held.clear();
      reading.clear();
    },
  };
}
