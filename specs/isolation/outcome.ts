/** What a database answered to one statement. */
export interface Outcome {
  readonly names: readonly string[];
  /** Rows, each as text, as they came. */
  readonly rows: readonly string[];
  /** Which kind of error, if it was one; of kinds that nobody thought of the message. */
  readonly error: string | undefined;
  readonly message: string;
  /** Rows inserted, updated or deleted, as `changes()` counts them. */
  readonly changes: number;
  /** The tenant's rows afterwards, and all others', where the statement could have changed them. */
  readonly own: string;
  readonly others: string;
  /** Tables that its program opens though nothing entitles it to. */
  readonly unreported: readonly string[];
}

const KINDS: readonly (readonly [RegExp, string])[] = [
  [/UNIQUE constraint failed/, "unique"],
  [/NOT NULL constraint failed/, "not null"],
  [/CHECK constraint failed/, "check"],
  [/FOREIGN KEY constraint failed/, "foreign key"],
  [/cannot store|datatype mismatch/, "datatype"],
  [/malformed JSON|bad JSON path/, "json"],
  [/integer overflow/, "overflow"],
  [/pattern too complex/, "pattern"],
  [/fts5: |unterminated string|unable to use function MATCH|no such cursor/, "full-text"],
  [
    /Expression tree is too large|too many |too large|too long|parser stack overflow|at most \d+ tables/,
    "limit",
  ],
  [/Wrong number of parameter bindings/, "statement"],
  [
    /no such|ambiguous|syntax error|misuse|incomplete input|unrecognized token|has no column|circular|not authorized/,
    "statement",
  ],
  [
    /(?:may not|must|cannot|should|does not|do not|doesn't|is not|no tables|not available|duplicate|conflict|wrong number|row value|sub-select|UNIQUE|JOIN|expected|only|unknown|multiple|already|parameters|near|prohibited|unsupported|values for|values were|sqlite_|table)/i,
    "statement",
  ],
];

/** Which kind of error a message tells of, however its database wraps it. */
export function kindOf(message: string): string {
  return KINDS.find(([pattern]) => pattern.test(message))?.[1] ?? message;
}

/** A row as text that tells any two rows apart that a statement could. */
export function rowText(row: readonly unknown[]): string {
  return JSON.stringify(row.map(cell));
}

/** Bytes come as a buffer from an object, and as numbers from D1. */
function cell(value: unknown): unknown {
  if (value instanceof ArrayBuffer) return `x'${Array.from(new Uint8Array(value)).join(",")}'`;
  return Array.isArray(value) ? `x'${value.join(",")}'` : value;
}

/** A row of D1's, by its names: of two columns with one name only one is there. */
export function namedRowText(row: Readonly<Record<string, unknown>>): string {
  return JSON.stringify(
    Object.entries(row)
      .toSorted(([left], [right]) => (left < right ? -1 : 1))
      .map(([name, value]) => [name, cell(value)]),
  );
}

/** An outcome as D1 gives it where it gives no row without names. */
export function named(outcome: Outcome): Outcome {
  const rows = outcome.rows.map((row) => {
    const values = JSON.parse(row) as unknown[];
    return namedRowText(Object.fromEntries(outcome.names.map((name, at) => [name, values[at]])));
  });
  return { ...outcome, names: [], rows };
}
