import type { Alarms, AlarmSource } from "../alarms/alarms.ts";
import type { Wait } from "../fan-out/within.ts";
import type { Letters } from "../letters/letters.ts";
import type { Delivered } from "./delivery.ts";
import type { OutboxStore } from "./outbox-store.ts";
import type { Overlay } from "./overlay.ts";
import type { Sink } from "./sink.ts";
import type { Json, Stream } from "./streams.ts";

export type Streams<Events> = { readonly [Name in keyof Events]: Stream<Events[Name] & Json> };

/** Adds an event to the transaction that a work runs in. */
export type Add<Events> = <Name extends keyof Events & string>(stream: Name, event: Events[Name]) => void;

export type Committed<Result> =
  | { readonly kind: "committed"; readonly value: Result }
  /** Too much is waiting to be flushed; nothing was done. `retryAt` is when that is tried next, in epoch milliseconds. */
  | { readonly kind: "full"; readonly retryAt: number };

export type Flushed =
  | ({ readonly kind: "flushed" } & Delivered)
  /** What had been written by then is gone from the outbox; the rest is tried again. */
  | { readonly kind: "failed"; readonly why: string };

export interface OutboxStatus {
  readonly events: number;
  readonly bytes: number;
  readonly dueAt: number | undefined;
  readonly letters: number;
}

/** Writes that wait in their object, durable from the moment they are acknowledged, until a flush carries them away. */
export interface Outbox<Events> extends AlarmSource {
  /**
   * Runs `work` in one transaction with the others of this turn. When this resolves, what `work` has added and what else
   * it has written are durable together. Rejects with what `work` throws, and then none of it is. Nor is any of it if there
   * is no room: `add` throws, and this resolves with "full". What `work` has changed in memory is its own to undo.
   */
  commit<Result>(work: (add: Add<Events>) => Result): Promise<Committed<Result>>;
  /** Adds one event by itself, as a `commit` that adds it and does nothing else, for less. */
  append<Name extends keyof Events & string>(
    stream: Name,
    event: Events[Name],
  ): Promise<Committed<undefined>>;
  /** Carries to the sink what is in the outbox now; who comes while that goes on shares it. Throws nothing. */
  flush(): Promise<Flushed>;
  pending<Name extends keyof Events & string>(stream: Name): Overlay<Events[Name] & Json>;
  status(): OutboxStatus;
  /**
   * Puts an event that was set aside back in, as the newest. False if there is no such letter of this outbox: where only the
   * newest event about something counts, a letter about it goes when a newer one is committed.
   */
  replay(letterId: number): Promise<Committed<boolean>>;
}

export interface OutboxOptions<Events> {
  /** Whose events these are, over all lives: the object's name. */
  readonly source: string;
  /** This life's own: random, so that an object that was set back can never give a place twice. */
  readonly epoch: string;
  /** Written in this order within a batch. Order is kept within a stream. */
  readonly streams: Streams<Events>;
  readonly store: OutboxStore;
  readonly sink: Sink;
  readonly letters: Letters;
  readonly alarms: Pick<Alarms, "add" | "arm" | "nextRun">;
  readonly transaction: <Result>(act: () => Result) => Result;
  readonly turn: () => Promise<void>;
  readonly wait: Wait;
  readonly now: () => number;
  readonly log: (problem: string) => void;
  /** So many events are flushed at once, however young they are; so are as many bytes as one batch carries. */
  readonly flushAt?: number;
  /** No more than this is held: a commit that has no room is refused until a flush has made some, and none of it is done. */
  readonly most?: { readonly events: number; readonly bytes: number };
  /** How long the sink may take for a batch, in milliseconds. */
  readonly withinMs?: number;
}
