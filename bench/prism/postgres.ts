import { PGlite } from "@electric-sql/pglite";
import { Client } from "pg";

/** What a statement came to: rows as they came, and how many it has written. */
export interface Answer {
  readonly rows: readonly (readonly unknown[])[];
  readonly changes: number;
}

/** A PostgreSQL to ask, as somebody who may do anything. */
export interface Postgres {
  query(sql: string): Promise<Answer>;
  close(): Promise<void>;
}

/** The PostgreSQL in this process, or a database of its own on a server: texts are in the order of their bytes in both. */
export async function openPostgres(server: string | undefined): Promise<Postgres> {
  return server === undefined ? await inProcess() : await onServer(server);
}

async function inProcess(): Promise<Postgres> {
  const database = await PGlite.create();
  return {
    async query(sql) {
      const { rows, affectedRows = 0 } = await database.query(sql, [], { rowMode: "array" });
      return { rows, changes: affectedRows };
    },
    close: async () => await database.close(),
  };
}

async function onServer(server: string): Promise<Postgres> {
  const name = `prism_fuzz_${process.pid}`;
  const outside = new Client({ connectionString: server });
  await outside.connect();
  await outside.query(
    `CREATE DATABASE ${name} TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'`,
  );
  const address = new URL(server);
  address.pathname = `/${name}`;
  const inside = new Client({ connectionString: address.href });
  await inside.connect();
  return {
    async query(text) {
      const { rows, rowCount } = await inside.query({ text, rowMode: "array" });
      return { rows, changes: rowCount ?? 0 };
    },
    async close() {
      await inside.end();
      await outside.query(`DROP DATABASE ${name}`);
      await outside.end();
    },
  };
}
