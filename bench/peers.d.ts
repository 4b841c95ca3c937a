// As much of the peers as the measurements use: their packages are not installed where only types are checked.

declare module "rate-limiter-flexible" {
  export class RateLimiterMemory {
    constructor(options: { points: number; duration: number });
    consume(key: string): Promise<unknown>;
    delete(key: string): Promise<boolean>;
  }
}

declare module "node-sql-parser/build/sqlite.js" {
  class Parser {
    astify(sql: string, options: { database: "sqlite" }): unknown;
  }
  const exported: { readonly Parser: typeof Parser };
  export default exported;
}

declare module "@electric-sql/pglite" {
  export class PGlite {
    static create(): Promise<PGlite>;
    query(
      sql: string,
      values: readonly unknown[],
      options: { rowMode: "array" },
    ): Promise<{ rows: unknown[][]; affectedRows?: number }>;
    close(): Promise<void>;
  }
}

declare module "pg" {
  export class Client {
    constructor(options: { connectionString: string });
    connect(): Promise<void>;
    query(
      sql: string | { text: string; rowMode: "array" },
    ): Promise<{ rows: unknown[][]; rowCount: number | null }>;
    end(): Promise<void>;
  }
}
