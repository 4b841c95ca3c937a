/** An isolate's memory of what was refused, so that it can refuse again without asking the object that decided. */
export interface Refusals<Refusal> {
  /** Remembers until the time that was named, and a minute at most: a limit may be raised meanwhile. */
  remember(key: string, refusal: Refusal, times: { readonly now: number; readonly until: number }): void;
  find(key: string, now: number): Refusal | undefined;
  forget(key: string): void;
}

/** So long may a limit that was raised elsewhere still be refused here: see envoyproxy/ratelimit#1077. */
const REMEMBERED_MS = 60_000;

/** Makes an empty memory of at most `most` keys; the one remembered longest ago is let go. Times are epoch milliseconds. */
export function createRefusals<Refusal>({ most }: { readonly most: number }): Refusals<Refusal> {
  const refused = new Map<
    string,
    { readonly refusal: Refusal; readonly since: number; readonly until: number }
  >();

  return {
    remember(key, refusal, { now, until }) {
      refused.delete(key);
      refused.set(key, { refusal, since: now, until: Math.min(until, now + REMEMBERED_MS) });
      const [oldest] = refused.keys();
      if (oldest !== undefined && refused.size > most) refused.delete(oldest);
    },
    find(key, now) {
      const entry = refused.get(key);
      if (!entry) return undefined;
      if (now >= entry.since && now < entry.until) return entry.refusal;
      refused.delete(key);
      return undefined;
    },
    forget(key) {
      refused.delete(key);
    },
  };
}
