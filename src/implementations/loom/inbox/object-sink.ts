import { inLanes } from "../fan-out/lanes.ts";
import type { Batch, PlacedEvent, Sink } from "../outbox/sink.ts";
import type { Delivery } from "./inbox.ts";

/** A Worker keeps six connections open at a time, and queues the rest. */
const AT_ONCE = 6;

/** Why an inbox will never accept what it was handed. */
export interface Refusal {
  readonly refused: string;
}

export interface ObjectSinkOptions {
  /** Which inbox an event is for. */
  readonly targetOf: (event: PlacedEvent) => string;
  /** Hands a delivery to an inbox, which may refuse it for good. Throws if it cannot tell whether it was accepted. */
  readonly deliver: (target: string, delivery: Delivery) => Promise<Refusal | void>;
}

/** An inbox has said so itself. */
class Refused extends Error {}

/**
 * The sink of an outbox whose events are for other objects. There is no mark on this side: each inbox has its own, and
 * a batch that reached some and not all is sent to all again. So nobody here notices an inbox that was set back to an
 * earlier time: what it had accepted since is lost.
 *
 * What an inbox refuses, by its answer, is set aside. An error that it throws is not: the platform may have thrown it, or a
 * mistake that the next deploy mends, and set aside would be whatever came meanwhile. It is tried again, and holds up all
 * that comes after it.
 */
export function createObjectSink({ targetOf, deliver }: ObjectSinkOptions): Sink {
  return {
    async write({ source, epoch, events }: Batch) {
      const byTarget = Map.groupBy(events, targetOf);
      const failures: unknown[] = [];
      const refusals: Refused[] = [];
      await inLanes([...byTarget], AT_ONCE, async ([target, own]) => {
        try {
          const refusal = await deliver(target, { source, epoch, events: own });
          if (refusal) refusals.push(new Refused(`${target} refuses: ${refusal.refused}`));
        } catch (error) {
          failures.push(error);
        }
      });
      // While anybody is away nothing is set aside: who is at fault shows when all have been heard.
      if (failures.length > 0) throw failures[0];
      const [refusal] = refusals;
      if (refusal) throw refusal;
      return { kind: "written" };
    },
    isPoison: (error) => error instanceof Refused,
    most: { events: 1_000, bytes: 1_000_000 },
  };
}
