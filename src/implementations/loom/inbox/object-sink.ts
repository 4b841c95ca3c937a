import type { Batch, PlacedEvent, Sink } from "../outbox/sink.ts";
import type { Delivery } from "./inbox.ts";

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
      const outcomes = await Promise.allSettled(
        [...byTarget].map(async ([target, own]) => await deliver(target, { source, epoch, events: own })),
      );
      const failed = outcomes.find((outcome) => outcome.status === "rejected");
      if (failed) throw failed.reason;
      return { kind: "written" };
    },
    isPoison: () => false,
    most: { events: 1_000, bytes: 1_000_000 },
  };
}
