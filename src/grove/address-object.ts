import { addressesObjectName } from "./contracts/object-name.ts";
import type { AddressDO } from "./objects/address-do.ts";

/** What an address is counted as, and where. */
export interface CountedAddress {
  /** Stands for the address in claims and in storage: its SHA-256, so that a list of visitors is kept nowhere. */
  readonly key: string;
  readonly object: DurableObjectStub<AddressDO>;
}

/** The object that counts a client's address, as `clientAddress` groups it: one of 64, and so never one for each. */
export async function addressObject(env: Pick<Env, "ADDRESSES">, address: string): Promise<CountedAddress> {
  const bytes = new TextEncoder().encode(`counted address ${address}`);
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  const key = Array.from(hash, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return { key, object: env.ADDRESSES.getByName(addressesObjectName(hash[0] ?? 0)) };
}
