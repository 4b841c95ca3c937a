import type { Admission, WindowPolicy, WindowReading } from "../window/window.ts";

/** A limit with a name, as one layer enforces it. */
export interface Policy extends WindowPolicy {
  /** Printable ASCII: what headers, problems and stored counts call it. */
  readonly name: string;
  /** Counts, and tells of what it would have refused, and refuses nothing. */
  readonly isDryRun?: boolean;
}

/** One layer's part in a decision: `policy`, for `key`. */
export interface Claim {
  readonly policy: Policy;
  /** Whom or what the policy counts: a user, an address, a tenant. */
  readonly key: string;
  /** 1 unless told otherwise. */
  readonly cost?: number;
}

/** Where a client stands with one policy. */
export interface Standing extends WindowReading {
  readonly policy: Policy;
}

/** What one allowed check took from its windows: enough to give it back. */
export interface Receipt {
  readonly id: string;
  readonly taken: readonly (Claim & Admission)[];
}

interface Decided {
  /** When it was decided, by the clock of whoever decided; epoch milliseconds. */
  readonly now: number;
  readonly standings: readonly Standing[];
  /** The dry runs that would have refused. */
  readonly wouldRefuse: readonly string[];
}

/** The outcome of several layers. A refusal has taken nothing from any of them. */
export type Verdict =
  | ({ readonly kind: "allowed"; readonly receipt: Receipt } & Decided)
  | ({
      readonly kind: "refused";
      /** When every layer will have room, if nothing else comes. Infinity where that is never. */
      readonly retryAt: number;
      readonly violated: readonly string[];
    } & Decided);

/** Longer windows are kept with each admission: they are rare and dear, and outlive a crash. */
const LONGEST_IN_MEMORY_MS = 60_000;

export function isDurable({ windowMs }: WindowPolicy): boolean {
  return windowMs > LONGEST_IN_MEMORY_MS;
}
