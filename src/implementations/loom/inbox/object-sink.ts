import { inLanes } from "../fan-out/lanes.ts";
import type { Batch, PlacedEvent, Sink } from "../outbox/sink.ts";
import type { Delivery } from "./inbox.ts";

/** A Worker keeps six connections open at a time, and queues the rest. */
const AT_ONCE = 6;

export interface ObjectSinkOptions {
  /** Which inbox an event is for. */
  readonly targetOf: (event: PlacedEvent) => string;
  /** Hands a delivery to an inbox. Throws if it cannot tell whether it was accepted. */
  readonly deliver: (target: string, delivery: Delivery) => Promise<void>;
}

/**
 * The sink of an outbox whose events are for other objects. There is no mark on this side: each inbox has its own, and
 * a batch that reached some and not all is sent to all again.
 */
export function createObjectSink({ targetOf, deliver }: ObjectSinkOptions): Sink {
  return {
    async write({ source, epoch, events }: Batch) {
      const byTarget = Map.groupBy(events, targetOf);
      const failures: unknown[] = [];
      await inLanes([...byTarget], AT_ONCE, async ([target, own]) => {
        await deliver(target, { source, epoch, events: own }).catch((error: unknown) => failures.push(error));
      });
      if (failures.length > 0) throw failures[0];
      return { kind: "written" };
    },
    isPoison: () => false,
    most: { events: 1_000, bytes: 1_000_000 },
  };
}
