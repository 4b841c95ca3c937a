/** Which specs are to be run, in this order, and with which mutant in force: its number, or `NONE`. Without titles all is done. */
export interface Order {
  readonly active: number;
  readonly titles: readonly string[];
}

export const NONE = -1;

/** What came of an order. With a mutant in force the first spec that fails is the last. */
export interface Answer {
  /** Titles, each with why it failed. */
  readonly failed: readonly (readonly [title: string, why: string])[];
  readonly ran: readonly Ran[];
  /** The numbers of the mutants in whose places something has been since the last order, and before the first spec. */
  readonly apart: readonly number[];
}

export interface Ran {
  readonly title: string;
  readonly ms: number;
  /** The numbers of the mutants in whose places it has been. */
  readonly reached: readonly number[];
}

/** What all modules that have mutants share with the test, as `globalThis.mutants`. */
export interface Mutants {
  active: number;
  /** Whether it is noted what is reached: with a mutant in force it is not, for it takes time. */
  isTold: boolean;
  reached: Set<number>;
}
