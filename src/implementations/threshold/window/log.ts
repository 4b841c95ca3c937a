import type { Tally } from "./tally.ts";

/** Remembers when every admission was made: exact, and as large as the number of admissions at different times. */
export function createLog(windowMs: number): Tally {
  const times: number[] = [];
  const costs: number[] = [];
  let used = 0;
  let latest = 0;

  function moveTo(now: number): void {
    latest = Math.max(latest, now);
    let gone = 0;
    for (let at = times[gone]; at !== undefined && at + windowMs <= latest; at = times[gone]) {
      used -= costs[gone] ?? 0;
      gone += 1;
    }
    if (gone === 0) return;
    times.splice(0, gone);
    costs.splice(0, gone);
  }

  function add(at: number, cost: number): void {
    used += cost;
    const last = times.length - 1;
    if (times[last] === at) {
      costs[last] = (costs[last] ?? 0) + cost;
    } else {
      times.push(at);
      costs.push(cost);
    }
  }

  function remove(at: number, cost: number): void {
    const place = times.lastIndexOf(at);
    const taken = Math.min(cost, costs[place] ?? 0);
    if (taken === 0) return;
    used -= taken;
    costs[place] = (costs[place] ?? 0) - taken;
    if (costs[place] > 0) return;
    times.splice(place, 1);
    costs.splice(place, 1);
  }

  function dropsTo(most: number): number | undefined {
    let left = used;
    const last = times.findIndex((_, i) => (left -= costs[i] ?? 0) <= most);
    const at = times[last];
    return at === undefined ? undefined : Math.ceil(at + windowMs);
  }

  return {
    get used() {
      return used;
    },
    get latest() {
      return latest;
    },
    moveTo,
    add,
    remove,
    dropsTo,
    list: () => times.map((at, i) => [at, costs[i] ?? 0] as const),
  };
}
