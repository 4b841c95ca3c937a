import { LeasedWindow } from "../window/leased.ts";
import { createWindow, type SavedWindow, type Window, type WindowPolicy } from "../window/window.ts";

/** Windows that live in memory, never more than a number of them, and never forgotten while anything counts in them. */
export interface HeldWindows {
  /** The counter's window, made if there is none; one shared with others of its group when there is no room. */
  find(counter: Counter, policy: WindowPolicy, now: number): Window;
  /** All windows in which something counts at `now`, by the names that they can be loaded by. */
  inUse(now: number): (readonly [name: string, window: Window])[];
}

export interface Counter {
  /** With whom it may have to share: all that are counted under one policy. */
  readonly group: string;
  readonly key: string;
}

/** How many windows of a group take in the keys that there is no room for. */
const SHARED = 64;
/** How many windows are looked at, whether they are empty, to make room for a new one. */
const LOOKED_AT = 4;

/** `load` gives what was kept of a window when its holder last left memory. */
export function createHeldWindows(
  most: number,
  load: (name: string) => SavedWindow | undefined = () => undefined,
): HeldWindows {
  /** Windows of one counter by its group and its key: a name need not be put together to find one. */
  const groups = new Map<string, Map<string, Window>>();
  const shared = new Map<string, Window>();
  /** The shared windows that would be here by now if anything of them was kept. */
  const reloaded = new Set<string>();
  let size = 0;
  /** Goes round all the windows, however many come and go meanwhile. */
  let hand = walk();

  function find(counter: Counter, policy: WindowPolicy, now: number): Window {
    const { group, key } = counter;
    const own = groups.get(group) ?? open(group);
    const held = own.get(key);
    if (held) return fits(held, policy, now) ? held : put(own, key, adapt(held, policy, now));
    const place = sharedName(counter);
    if (!hasToShare(place, policy, now))
      return put(own, key, createWindow(policy, load(counterName(counter))));
    const sharing = shared.get(place);
    return put(shared, place, sharing ? adapt(sharing, policy, now) : createWindow(policy, load(place)));
  }

  function open(group: string): Map<string, Window> {
    const own = new Map<string, Window>();
    groups.set(group, own);
    return own;
  }

  function put(windows: Map<string, Window>, key: string, window: Window): Window {
    if (!windows.has(key)) size += 1;
    windows.set(key, window);
    return window;
  }

  /** Who may have counted in a shared window stays there until it is empty: a window of their own would forget it. */
  function hasToShare(place: string, policy: WindowPolicy, now: number): boolean {
    if (!reloaded.has(place)) reload(place, policy);
    const sharing = shared.get(place);
    if (sharing && sharing.read(now).used > 0) return true;
    if (size >= most) sweep(now);
    return size >= most;
  }

  function reload(place: string, policy: WindowPolicy): void {
    const saved = load(place);
    if (saved) put(shared, place, createWindow(policy, saved));
    reloaded.add(place);
  }

  function sweep(now: number): void {
    for (let looked = 0; looked < LOOKED_AT; looked++) {
      const next = hand.next();
      if (next.done) {
        hand = walk();
        return;
      }
      const { windows, key, window } = next.value;
      if (window.read(now).used === 0 && windows.delete(key)) size -= 1;
    }
  }

  function* walk(): Generator<Held> {
    for (const windows of [...groups.values(), shared])
      for (const [key, window] of windows) yield { windows, key, window };
  }

  function inUse(now: number): (readonly [string, Window])[] {
    const own = [...groups].flatMap(([group, windows]) =>
      [...windows].map(([key, window]) => [counterName({ group, key }), window] as const),
    );
    return [...own, ...shared].filter(([, window]) => window.read(now).used > 0);
  }

  return { find, inUse };
}

interface Held {
  readonly windows: Map<string, Window>;
  readonly key: string;
  readonly window: Window;
}

/** What a counter's own window is kept under. The length keeps two groups with their keys from reading the same. */
export function counterName({ group, key }: Counter): string {
  return `${group.length}:${group}${key}`;
}

function sharedName({ group, key }: Counter): string {
  return `shared ${hash(counterName({ group, key })) % SHARED} ${group}`;
}

/** The window as its policy is now, with the same counts: what was lent under another goes on counting as it was lent. */
export function adapt(window: Window, policy: WindowPolicy, now: number): Window {
  return fits(window, policy, now) ? window : createWindow(policy, window.save());
}

function fits(window: Window, policy: WindowPolicy, now: number): boolean {
  const { limit, windowMs, leaseMs } = window.policy;
  if (limit !== policy.limit || windowMs !== policy.windowMs) return false;
  if (leaseMs === policy.leaseMs) return true;
  return window instanceof LeasedWindow && window.isLending(now) && window.leaseMs > (policy.leaseMs ?? 0);
}

/** FNV-1a, 32 bits: http://www.isthe.com/chongo/tech/comp/fnv/ */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  return value >>> 0;
}
