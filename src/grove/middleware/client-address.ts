import type { Context } from "hono";
import type { GroveEnv } from "../context.ts";

export interface ClientAddress {
  /** What one client surely holds: an IPv4 address, an IPv6 /64. */
  readonly client: string;
  /** What one client may hold, and its neighbours share: an IPv4 /24, an IPv6 /48. */
  readonly network: string;
}

/**
 * The client's address as Cloudflare saw it; nothing when there is none. Cloudflare always sets CF-Connecting-IP and so
 * does `wrangler dev`; every other header is the client's word.
 */
export function clientAddress(c: Context<GroveEnv>): ClientAddress | undefined {
  return groupAddress(c.req.header("cf-connecting-ip") ?? "");
}

/** Reads an address of either kind; nothing for other text. */
export function groupAddress(text: string): ClientAddress | undefined {
  if (isIPv4(text)) return groupIPv4(text);
  const groups = readIPv6(text);
  if (!groups) return undefined;
  const isMapped = groups.slice(0, 6).join() === "0,0,0,0,0,65535";
  if (isMapped) return groupIPv4(toIPv4(groups.slice(6)));

  const hex = groups.map((group) => group.toString(16));
  return { client: `${hex.slice(0, 4).join(":")}::/64`, network: `${hex.slice(0, 3).join(":")}::/48` };
}

function groupIPv4(address: string): ClientAddress {
  return { client: address, network: address.replace(/\d+$/, "0/24") };
}

/** What is stored of an address: its hash, for as long as a sandbox lives. It can be guessed back, so it is not kept. */
export async function hashAddress(address: string): Promise<string> {
  const bytes = new TextEncoder().encode(`sandbox creator ${address}`);
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(hash, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function isIPv4(text: string): boolean {
  return /^\d{1,3}(?:\.\d{1,3}){3}$/.test(text) && text.split(".").every((octet) => Number(octet) <= 255);
}

function toIPv4(groups: readonly number[]): string {
  return groups.flatMap((group) => [group >> 8, group & 255]).join(".");
}

function readIPv6(text: string): number[] | undefined {
  if (!/^[\da-f:.]*:[\da-f:.]*$/i.test(text) || !URL.canParse(`http://[${text}]/`)) return undefined;
  const [head = "", tail] = new URL(`http://[${text}]/`).hostname.slice(1, -1).split("::");
  const left = head ? head.split(":") : [];
  const right = tail ? tail.split(":") : [];
  const middle = Array<string>(tail === undefined ? 0 : 8 - left.length - right.length).fill("0");
  return [...left, ...middle, ...right].map((group) => Number.parseInt(group, 16));
}
