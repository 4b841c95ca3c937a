import type { GrantAnswer } from "./grantor.ts";
import { type Ask, createHolder, type Holder, type Token } from "./holder.ts";
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

interface Sent {
  readonly ask: Ask;
  readonly isAwaited: boolean;
  /** Whether the request is refused elsewhere. */
  readonly isDenied: boolean;
}

interface Answered extends Pick<Sent, "ask" | "isDenied"> {
  readonly answer: GrantAnswer;
}

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
    const isDenied = network.happens(network.faults.denied);
    if (taken.kind === "spent" && isDenied) putBack(isolate, taken.token, at);
    else if (taken.kind === "spent") admitted.push(at);
    if (taken.kind === "short") send(isolate, { ask: holder.ask(clock(at)), isAwaited: true, isDenied }, at);
    const ahead = holder.askAhead(clock(at));
    if (ahead) send(isolate, { ask: ahead, isAwaited: false, isDenied: false }, at);
  }

  function putBack({ holder, clock }: Isolate, token: Token, at: number): void {
    network.add(at + random() * 1_500, (now) => holder.putBack(token, clock(now)));
  }

  function send(isolate: Isolate, { ask, isAwaited, isDenied }: Sent, at: number): void {
    // What is answered is for the holder that asked, whatever has become of it.
    const { holder, clock } = isolate;
    let isDecided = false;
    calls += 1;
    network.send(at, {
      deliver(now) {
        const answer = object.grant(ask.request, objectClock(now));
        if (answer.kind !== "refused" && isAwaited && !isDenied && !isDecided) admitted.push(Math.floor(now));
        isDecided = true;
        return answer;
      },
      answered(answer, now) {
        if (answer.kind === "counted") return renew(isolate);
        if (isAwaited) pay({ holder, clock }, { ask, answer, isDenied }, now);
        else holder.keep(ask, answer, clock(now));
        if (answer.kind === "refused") return;
        if (answer.tokens > 1)
          network.add(now + leaseMs, (then) => bringBack(isolate, { holder, id: answer.id }, then));
        if (network.happens(network.faults.deaths))
          network.add(now + random() * leaseMs, (then) => die(isolate, then));
      },
      failed: () => holder.failed(ask),
    });
  }

  function pay({ holder, clock }: Isolate, { ask, answer, isDenied }: Answered, now: number): void {
    const spent = holder.spend(ask, answer, clock(now));
    if (spent.kind !== "spent") return;
    if (isDenied) putBack({ holder, clock }, spent.token, now);
    else if (answer.kind === "refused") admitted.push(now);
  }

  function bringBack(isolate: Isolate, { holder, id }: { holder: Holder; id: string }, at: number): void {
    const brought = holder === isolate.holder ? holder.bringBack(isolate.clock(at), id) : undefined;
    if (brought) bring(holder, brought, at);
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
