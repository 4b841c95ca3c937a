import { createWindow, type Window, type WindowPolicy } from "../window/window.ts";

/** Windows that live in memory, never more than a number of them, and never forgotten while anything counts in them. */
export interface HeldWindows {
  /** The window of this name, made if there is none; one shared with others when there is no room for another. */
  find(name: string, policy: WindowPolicy, now: number): Window;
}

/** How many windows take in the keys that there is no room for. */
const SHARED = 64;
/** How many of the least used windows are looked at to make room for a new one. */
const LOOKED_AT = 4;

export function createHeldWindows(most: number): HeldWindows {
  // The order of a map is the order of its last insertions, and each use inserts again: the least used comes first.
  const windows = new Map<string, Window>();

  function find(name: string, policy: WindowPolicy, now: number): Window {
    const isHeld = windows.has(name);
    if (!isHeld && windows.size >= most) sweep(now);
    const place = isHeld || windows.size < most ? name : `shared ${policy.windowMs} ${hash(name) % SHARED}`;
    const window = adapt(windows.get(place), policy);
    windows.delete(place);
    windows.set(place, window);
    return window;
  }

  function sweep(now: number): void {
    let looked = 0;
    for (const [name, window] of windows) {
      if (looked++ === LOOKED_AT) return;
      if (window.read(now).used === 0) windows.delete(name);
    }
  }

  return { find };
}

/** The window as its policy is now; the counts stay when the limit over them moves. */
export function adapt(window: Window | undefined, policy: WindowPolicy): Window {
  if (!window) return createWindow(policy);
  if (window.policy.windowMs !== policy.windowMs) return createWindow(policy, window.save());
  return window.policy.limit === policy.limit ? window : window.withLimit(policy.limit);
}

/** FNV-1a, 32 bits: http://www.isthe.com/chongo/tech/comp/fnv/ */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  return value >>> 0;
}
