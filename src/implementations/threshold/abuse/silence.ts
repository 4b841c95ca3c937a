import { type AttackLevel, READER_PER_MINUTE, silenceAt } from "./attack.ts";

/** How often each key was refused in a row, to tell who hammers from many readers behind one address. */
export interface Silences {
  /** Notes a refusal, and says for how many milliseconds the key must be silent before it is heard again; 0 for not at all. */
  refused(key: string, level: AttackLevel): number;
  /** Notes that a key was let in. */
  admitted(key: string): void;
}

/** Makes a memory of at most `most` keys; the one refused longest ago is let go. */
export function createSilences({ most }: { readonly most: number }): Silences {
  const inARow = new Map<string, number>();

  // #region silence
  function refused(key: string, level: AttackLevel): number {
    const times = (inARow.get(key) ?? 0) + 1;
    inARow.delete(key);
    inARow.set(key, times);
    const [oldest] = inARow.keys();
    if (oldest !== undefined && inARow.size > most) inARow.delete(oldest);
    return times > READER_PER_MINUTE ? silenceAt(level) : 0;
  }
  // #endregion silence

  return { refused, admitted: (key) => void inARow.delete(key) };
}
