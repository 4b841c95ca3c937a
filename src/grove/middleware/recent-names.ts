/** Names seen lately, in the memory of one isolate: at most `most` of them, each for `forMs` after it was added. */
export function recentNames({ most, forMs }: { readonly most: number; readonly forMs: number }) {
  const endsAt = new Map<string, number>();

  return {
    has(name: string, now: number): boolean {
      return now < (endsAt.get(name) ?? -Infinity);
    },
    /** Adds a name, and forgets the one added longest ago if there is no room. */
    add(name: string, now: number): void {
      endsAt.delete(name);
      endsAt.set(name, now + forMs);
      const [oldest] = endsAt.keys();
      if (oldest !== undefined && endsAt.size > most) endsAt.delete(oldest);
    },
  };
}
