import { type Listed, RememberingWindow } from "./remembering.ts";
import type { SavedWindow, WindowPolicy } from "./window.ts";

/** Where the first time stands when nothing has left. */
const FIRST = 1;

/** Remembers the time of all that was admitted, once for each unit of its cost: exact, and as large as the limit. */
export class Log extends RememberingWindow {
  readonly #windowMs: number;
  /** The latest time that was moved to, then those of the admissions, oldest first: one array is found in memory sooner. */
  readonly #times: number[] = [0];
  /** Where the first time stands that still counts. Those before it were not yet cut off. */
  #first = FIRST;

  constructor(policy: WindowPolicy, saved?: SavedWindow) {
    super(policy);
    this.#windowMs = policy.windowMs;
    if (saved) this.restore(saved);
  }

  private restore({ latest, admissions }: SavedWindow): void {
    for (const [at, cost] of admissions) this.push(at, cost);
    this.moveTo(latest);
  }

  protected get latest(): number {
    return this.#times[0] ?? 0;
  }

  protected moveTo(now: number): number {
    const times = this.#times;
    if (now > this.latest) times[0] = now;
    const left = this.latest - this.#windowMs;
    const oldest = times[this.#first];
    if (oldest !== undefined && oldest <= left) this.forget(left);
    return times.length - this.#first;
  }

  private forget(left: number): void {
    const times = this.#times;
    let first = this.#first;
    while (first < times.length && (times[first] ?? 0) <= left) first += 1;
    // Cut off a half at a time, so that an admission's share of the work is small.
    const isMostlyGone = first * 2 > times.length + FIRST;
    if (isMostlyGone) times.splice(FIRST, first - FIRST);
    this.#first = isMostlyGone ? FIRST : first;
  }

  protected add(cost: number): number {
    const at = this.latest;
    this.push(at, cost);
    return at;
  }

  protected remove(at: number, cost: number): void {
    const times = this.#times;
    const end = times.lastIndexOf(at) + 1;
    const begin = Math.max(times.indexOf(at, this.#first), end - cost);
    if (begin >= this.#first) times.splice(begin, end - begin);
  }

  protected dropsTo(most: number): number | undefined {
    if (most < 0) return undefined;
    const last = this.#times[this.#times.length - 1 - most];
    return last === undefined ? undefined : Math.ceil(last + this.#windowMs);
  }

  protected list(): Listed {
    const costs = new Map<number, number>();
    for (const at of this.#times.slice(this.#first)) costs.set(at, (costs.get(at) ?? 0) + 1);
    return [...costs];
  }

  private push(at: number, cost: number): void {
    for (let unit = 0; unit < cost; unit++) this.#times.push(at);
  }
}
