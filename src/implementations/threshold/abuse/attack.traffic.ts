/** Who sends in a simulated flood, and how much. Times are seconds. */
export interface Traffic {
  /** Readers, each behind an address of its own. */
  readonly readers: number;
  /** How many times as much as all readers the flood sends. */
  readonly flood: number;
  /** From how many addresses. */
  readonly attackers: number;
  readonly floodSeconds: number;
  /** For how long the flood is on, and then off again; on throughout if absent. */
  readonly pulse?: { readonly on: number; readonly off: number };
}

export type Kind = "reader" | "shared" | "attacker";

export interface Sender {
  readonly address: number;
  readonly kind: Kind;
  /** How many requests it sends in this second; to be asked once for each. */
  send(second: number): number;
}

/** When the flood begins. */
export const FLOOD_AT = 60;
/** What one reader sends in a second, over a long time. */
export const READER_PER_SECOND = 0.1;

const SHARED_ADDRESSES = 5;
const READERS_SHARING = 10;

/** Readers, five groups of ten readers who share an address, and attackers. */
export function sendersOf(traffic: Traffic, random: () => number): Sender[] {
  const senders: Omit<Sender, "address">[] = [
    ...repeat(traffic.readers, () => ({ kind: "reader", send: reader(random) }) as const),
    ...repeat(SHARED_ADDRESSES, () => ({ kind: "shared", send: group(random) }) as const),
    ...repeat(traffic.attackers, () => ({ kind: "attacker", send: attacker(traffic, random) }) as const),
  ];
  return senders.map((sender, address) => ({ ...sender, address }));
}

export function isFlooding({ floodSeconds, pulse }: Traffic, second: number): boolean {
  const into = second - FLOOD_AT;
  if (into < 0 || into >= floodSeconds) return false;
  return !pulse || into % (pulse.on + pulse.off) < pulse.on;
}

/** Opens a page with one to five assets, reads it for five seconds or more, and opens the next: about six a minute. */
function reader(random: () => number): Sender["send"] {
  let nextAt = Math.floor(random() * 40);
  return (second) => {
    if (second < nextAt) return 0;
    nextAt = second + 5 + Math.round(-35 * Math.log(1 - random()));
    return 2 + Math.floor(random() * 5);
  };
}

function group(random: () => number): Sender["send"] {
  const readers = repeat(READERS_SHARING, () => reader(random));
  return (second) => readers.reduce((sum, send) => sum + send(second), 0);
}

/** Sends its share of the flood evenly, whatever it is answered. */
function attacker(traffic: Traffic, random: () => number): Sender["send"] {
  const perSecond = (traffic.flood * traffic.readers * READER_PER_SECOND) / traffic.attackers;
  return (second) => (isFlooding(traffic, second) ? Math.floor(perSecond + random()) : 0);
}

export function repeat<Made>(times: number, make: (i: number) => Made): Made[] {
  return Array.from({ length: times }, (_, i) => make(i));
}

/** mulberry32 by Tommy Ettinger: the same numbers from 0 to 1 for the same seed. */
export function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
