import { KEY, POSTS, type Twins } from "./twins.ts";

export const COLUMNS: readonly Twins[] = [
  {
    what: "no column of the tenant",
    rule: "tenant column",
    wrong: "CREATE TABLE posts (id TEXT NOT NULL PRIMARY KEY);",
    right: POSTS,
  },
  {
    what: "a tenant that may be NULL",
    rule: "tenant column",
    wrong: `CREATE TABLE posts (tenant_id TEXT, id TEXT NOT NULL, ${KEY});`,
    right: POSTS,
  },
  {
    what: "a tenant that is a number",
    rule: "tenant column",
    wrong: `CREATE TABLE posts (tenant_id INTEGER NOT NULL, id TEXT NOT NULL, ${KEY});`,
    right: POSTS,
  },
  {
    what: "a tenant without affinity, where 1 and '1' are two",
    rule: "tenant column",
    wrong: `CREATE TABLE posts (tenant_id BLOB NOT NULL, id TEXT NOT NULL, ${KEY});`,
    right: POSTS,
  },
  {
    what: "a tenant of any type in a strict table",
    rule: "tenant column",
    wrong: `CREATE TABLE posts (tenant_id ANY NOT NULL, id TEXT NOT NULL, ${KEY}) STRICT;`,
    right: `CREATE TABLE posts (tenant_id TEXT NOT NULL, id TEXT NOT NULL, ${KEY}) STRICT;`,
  },
  {
    what: "a tenant compared without regard to case",
    rule: "tenant column",
    wrong: `CREATE TABLE posts (tenant_id TEXT NOT NULL COLLATE NOCASE, id TEXT NOT NULL, ${KEY});`,
    right: `CREATE TABLE posts (tenant_id TEXT NOT NULL COLLATE BINARY, id TEXT NOT NULL, ${KEY});`,
  },
  {
    what: "a tenant made of another column, which may be changed",
    rule: "tenant column",
    wrong: `CREATE TABLE posts (id TEXT NOT NULL, own TEXT NOT NULL, tenant_id TEXT NOT NULL AS (own) STORED, UNIQUE (tenant_id, id));`,
    right: `CREATE TABLE posts (id TEXT NOT NULL, tenant_id TEXT NOT NULL, own TEXT NOT NULL AS (tenant_id) STORED, ${KEY});`,
    options: { excused: {} },
  },
  {
    what: "a default that tells of the connection",
    rule: "function",
    wrong: `CREATE TABLE posts (tenant_id TEXT NOT NULL, id TEXT NOT NULL, n INTEGER DEFAULT (last_insert_rowid()), ${KEY});`,
    right: `CREATE TABLE posts (tenant_id TEXT NOT NULL, id TEXT NOT NULL, n INTEGER DEFAULT (unixepoch()), ${KEY});`,
  },
  {
    what: "a conflict of a column that rolls back",
    rule: "conflict clause",
    wrong: `CREATE TABLE posts (tenant_id TEXT NOT NULL, id TEXT NOT NULL ON CONFLICT ROLLBACK, ${KEY});`,
    right: `CREATE TABLE posts (tenant_id TEXT NOT NULL, id TEXT NOT NULL ON CONFLICT ABORT, ${KEY});`,
  },
];
