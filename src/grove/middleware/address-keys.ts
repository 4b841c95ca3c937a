import type { ClientAddress } from "./client-address.ts";

export interface AddressKeysOptions {
  /** How many addresses are kept apart. */
  readonly most: number;
  /** How many of them may be of one network, so that none takes the room of all others. */
  readonly ofNetwork: number;
  /** For how many milliseconds an address that sends nothing keeps its place. */
  readonly forMs: number;
}

interface Place {
  readonly network: string;
  readonly seenAt: number;
}

/** By what client addresses are counted, in the memory of one isolate: each apart, or all others of its network together. */
export function addressKeys({ most, ofNetwork, forMs }: AddressKeysOptions) {
  // The order of a map is the order of its last insertions: who was silent longest comes first.
  const apart = new Map<string, Place>();
  const held = new Map<string, number>();

  /** The address itself, or its network if there is no room to keep it apart. `now` is epoch milliseconds. */
  function keyOf({ client, network }: ClientAddress, now: number): string {
    letGo(now);
    const isKnown = apart.has(client);
    const hasRoom = apart.size < most && (held.get(network) ?? 0) < ofNetwork;
    if (!isKnown && !hasRoom) return network;

    if (!isKnown) held.set(network, (held.get(network) ?? 0) + 1);
    apart.delete(client);
    apart.set(client, { network, seenAt: now });
    return client;
  }

  function letGo(now: number): void {
    for (const [client, { network, seenAt }] of apart) {
      // A clock that was set back would keep every place until it has caught up.
      if (now >= seenAt && now - seenAt < forMs) return;
      apart.delete(client);
      const left = (held.get(network) ?? 0) - 1;
      if (left > 0) held.set(network, left);
      else held.delete(network);
    }
  }

  return { keyOf };
}
