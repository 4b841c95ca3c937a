/** One mutant to run the specs against: the file, by its full path, and its whole text. */
export interface Trial {
  readonly id: number;
  readonly file: string;
  readonly code: string;
  /** The titles of the specs that reach what the mutant changed. */
  readonly specs: readonly string[];
}

export interface TrialResult {
  readonly id: number;
  /** The title of the spec that noticed, or in parentheses what else happened; absent for a survivor. */
  readonly noticedBy?: string;
}

/** A spec that passes on the code as it stands. */
export interface ReadySpec {
  readonly title: string;
  /** The names of the blocks of code that it reaches, or of the mutants; absent where that could not be told. */
  readonly reached?: readonly string[];
}

/** What can be run against mutants. */
export interface Ready {
  readonly specs: readonly ReadySpec[];
  /** Specs of the page that fail without any mutant where this runs, such as those that need the Worker in Node. */
  readonly others: readonly string[];
  /** The names of the mutants that it can be asked about; absent where that is all of them. */
  readonly answersFor?: readonly string[];
  /** How long the specs took together. */
  readonly ms: number;
}

/** Something that runs specs against one mutant after the other, and that a mutant may hang or break. */
export interface Runner {
  /** Runs the specs on the code as it stands. */
  ready(): Promise<Ready>;
  run(trial: Trial): Promise<TrialResult>;
  stop(): Promise<void>;
}
