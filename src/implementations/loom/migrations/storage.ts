/** What is needed of a Durable Object's SQL storage. */
export interface Sql {
  exec(query: string, ...values: (string | number | null)[]): Iterable<Record<string, unknown>>;
}

/** What is needed of a Durable Object's storage; `ctx.storage` has it. */
export interface ObjectStorage {
  readonly sql: Sql;
  /** Runs synchronously, all or nothing. It may be nested. */
  transactionSync<Result>(act: () => Result): Result;
}
