import { type Ask, createHolder, type Holder } from "./holder.ts";
import { createLeasingObject } from "./leasing-object.ts";
import { createNetwork, type Faults } from "./network.ts";

/** Isolates that share one limit, over a network that delays. Times are milliseconds of one true clock. */
export interface Trial {
  readonly limit: number;
  readonly windowMs: number;
  readonly isolates: number;
  /** When requests come, in order; each comes to some isolate. */
  readonly arrivals: readonly number[];
  readonly random: () => number;
  readonly faults?: Faults;
  /** Has the object rest, leave memory, and lose and gain its plan's leases, every few seconds. */
  readonly isRestless?: boolean;
}

export interface Outcome {
  /**
   * When each request was admitted: by the object for the one that asked, which decides by whole milliseconds, by the
   * isolate for the others. In order.
   */
  readonly admitted: readonly number[];
  readonly calls: number;
  /** When isolates died. */
  readonly deaths: readonly number[];
}

/** How long a Worker's clock may stand still while it works. */
export const FROZEN_MS = 40;

export function simulateLeases(trial: Trial, leaseMs: number): Outcome {
  const { limit, windowMs, arrivals, random } = trial;
  const network = createNetwork(random, trial.faults);
  const end = arrivals.at(-1) ?? 0;
  const admitted: number[] = [];
  const deaths: number[] = [];
  let calls = 0;

  const object = createLeasingObject({ limit, windowMs, leaseMs });
  const objectClock = network.clock(end, 1);
  const isolates = Array.from({ length: trial.isolates }, () => ({
    holder: createHolder({ leaseMs }),
    clock: network.clock(end, FROZEN_MS),
  }));
  type Isolate = (typeof isolates)[number];

  function arrive(isolate: Isolate, at: number): void {
    const { holder, clock } = isolate;
    const taken = holder.take(clock(at));
    if (taken.kind === "spent") admitted.push(at);
    if (taken.kind === "short") send(isolate, { ask: holder.ask(clock(at)), isAwaited: true }, at);
    const ahead = holder.askAhead(clock(at));
    if (ahead) send(isolate, { ask: ahead, isAwaited: false }, at);
  }

  function send(isolate: Isolate, { ask, isAwaited }: { ask: Ask; isAwaited: boolean }, at: number): void {
    const { holder, clock } = isolate;
    let isDecided = false;
    calls += 1;
    network.send(at, {
      deliver(now) {
        const answer = object.grant(ask.request, objectClock(now));
        if (answer.kind !== "refused" && isAwaited && !isDecided) admitted.push(Math.floor(now));
        isDecided = true;
        return answer;
      },
      answered(answer, now) {
        if (answer.kind === "counted") return renew(isolate);
        if (!isAwaited) holder.keep(ask, answer, clock(now));
        else if (holder.spend(ask, answer, clock(now)).kind === "spent" && answer.kind === "refused")
          admitted.push(now);
        if (answer.kind === "granted" && answer.tokens > 1) {
          const { id } = answer;
          network.add(now + leaseMs, (then) => {
            const brought = holder === isolate.holder ? holder.bringBack(clock(then), id) : undefined;
            if (brought) bring(holder, brought, then);
          });
        }
        if (answer.kind === "granted" && network.happens(network.faults.deaths)) {
          network.add(now + random() * leaseMs, (then) => die(isolate, then));
        }
      },
      failed: () => holder.failed(ask),
    });
  }

  function bring(holder: Holder, brought: Ask, at: number): void {
    calls += 1;
    network.send(at, {
      deliver: (now) => object.takeBack(brought.request.back, objectClock(now)),
      answered: () => undefined,
      failed: () => holder.failed(brought),
    });
  }

  function die(isolate: Isolate, at: number): void {
    deaths.push(at);
    renew(isolate);
  }

  /** It has died, or has heard that there are no leases any more. */
  function renew(isolate: Isolate): void {
    isolate.holder = createHolder({ leaseMs });
  }

  function stir(at: number): void {
    object.rest(objectClock(at));
    if (network.happens(0.7)) object.evict();
    if (network.happens(0.5)) object.change(network.happens(0.5));
    if (at < end) network.add(at + random() * 5_000, stir);
  }

  if (trial.isRestless) stir(0);
  for (const at of arrivals) {
    network.runUntil(at);
    const isolate = isolates[Math.floor(random() * isolates.length)];
    if (isolate) arrive(isolate, at);
  }
  network.runUntil(Infinity);
  return { admitted, calls, deaths };
}
