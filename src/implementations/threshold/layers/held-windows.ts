import {
  createWindow,
  type SavedWindow,
  type Window,
  type WindowPolicy,
  withLimit,
} from "../window/window.ts";

/** Windows that live in memory, never more than a number of them, and never forgotten while anything counts in them. */
export interface HeldWindows {
  /** The counter's window, made if there is none; one shared with others of its group when there is no room. */
  find(counter: Counter, policy: WindowPolicy, now: number): Window;
  /** All windows in which something counts at `now`, by the names that they can be loaded by. */
  inUse(now: number): (readonly [name: string, window: Window])[];
}

export interface Counter {
  readonly name: string;
  /** With whom it may have to share: all that are counted under one policy. */
  readonly group: string;
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
  const windows = new Map<string, Window>();
  /** The shared windows that would be here by now if anything of them was kept. */
  const reloaded = new Set<string>();
  /** Goes round all the windows, however many come and go meanwhile. */
  let hand = windows.entries();

  function find(counter: Counter, policy: WindowPolicy, now: number): Window {
    const own = windows.get(counter.name);
    const place = own ? counter.name : placeOf(counter, policy, now);
    const held = own ?? windows.get(place);
    const window = held ? adapt(held, policy, now) : createWindow(policy, load(place));
    if (window !== held) windows.set(place, window);
    return window;
  }

  /** Who may have counted in a shared window stays there until it is empty: a window of their own would forget it. */
  function placeOf({ name, group }: Counter, policy: WindowPolicy, now: number): string {
    const shared = `shared ${hash(name) % SHARED} ${group}`;
    if (!reloaded.has(shared)) reload(shared, policy);
    const sharing = windows.get(shared);
    if (sharing && sharing.read(now).used > 0) return shared;
    if (windows.size >= most) sweep(now);
    return windows.size < most ? name : shared;
  }

  function reload(shared: string, policy: WindowPolicy): void {
    const saved = load(shared);
    if (saved) windows.set(shared, createWindow(policy, saved));
    reloaded.add(shared);
  }

  function sweep(now: number): void {
    for (let looked = 0; looked < LOOKED_AT; looked++) {
      const next = hand.next();
      if (next.done) {
        hand = windows.entries();
        return;
      }
      const [name, window] = next.value;
      if (window.read(now).used === 0) windows.delete(name);
    }
  }

  function inUse(now: number): (readonly [string, Window])[] {
    return [...windows].filter(([, window]) => window.read(now).used > 0);
  }

  return { find, inUse };
}

/**
 * The window as its policy is now; the counts stay when the limit over them moves. It is not made shorter while anything
 * counts in it: a token of a lease is spent up to a lease later than it was counted.
 */
export function adapt(window: Window, policy: WindowPolicy, now: number): Window {
  const { limit, windowMs } = window.policy;
  const isLonger = windowMs > policy.windowMs && window.read(now).used > 0;
  if (windowMs !== policy.windowMs && !isLonger) return createWindow(policy, window.save());
  return limit === policy.limit ? window : withLimit(window, policy.limit);
}

/** FNV-1a, 32 bits: http://www.isthe.com/chongo/tech/comp/fnv/ */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  return value >>> 0;
}
