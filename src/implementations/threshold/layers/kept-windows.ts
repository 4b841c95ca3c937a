import { createWindow, type Window, type WindowPolicy } from "../window/window.ts";
import { adapt } from "./held-windows.ts";
import type { WindowStore } from "./window-store.ts";

/** Windows that outlive memory: each is read once, and written whenever its counts change. */
export interface KeptWindows {
  find(name: string, policy: WindowPolicy, now: number): Window;
  /** Writes what the window of this name holds now. */
  keep(name: string, now: number): void;
}

/** How many are also held in memory, to be read without the store. */
const MOST_HELD = 1_000;

export function createKeptWindows(store: WindowStore): KeptWindows {
  const held = new Map<string, Window>();

  function find(name: string, policy: WindowPolicy, now: number): Window {
    const before = held.get(name);
    const window = before ? adapt(before, policy, now) : createWindow(policy, store.load(name));
    held.delete(name);
    held.set(name, window);
    if (held.size > MOST_HELD) held.delete(held.keys().next().value ?? name);
    return window;
  }

  function keep(name: string, now: number): void {
    const window = held.get(name);
    if (!window) return;
    if (window.save().admissions.length === 1) store.sweep(now);
    saveWindow(store, name, window);
  }

  return { find, keep };
}

/** Writes a window as it is, or forgets one in which nothing counts. */
export function saveWindow(store: WindowStore, name: string, window: Window): void {
  const saved = window.save();
  if (saved.admissions.length === 0 && !saved.lent) {
    store.forget(name);
    return;
  }
  // A ring lets an admission go up to a sub-bucket later than a log does, so two windows are surely enough.
  store.save(name, saved, saved.latest + 2 * window.policy.windowMs);
}
