import { KEY, POSTS, table, trigger, type Twins } from "./twins.ts";

export const VIRTUAL: readonly Twins[] = [
  {
    what: "a full-text index without the tenant",
    rule: "virtual table",
    wrong: "CREATE VIRTUAL TABLE found USING fts5 (title, body);",
    right: "CREATE VIRTUAL TABLE found USING fts5 (tenant_id UNINDEXED, title, body, tokenize = 'porter');",
  },
  {
    what: "a full-text index in which the tenant can be searched for",
    rule: "virtual table",
    wrong: "CREATE VIRTUAL TABLE found USING fts5 (tenant_id, title);",
    right: 'CREATE VIRTUAL TABLE found USING fts5 ("tenant_id" UNINDEXED, title);',
  },
  {
    what: "a full-text index of another table's rows",
    rule: "virtual table",
    wrong: `${POSTS} CREATE VIRTUAL TABLE found USING fts5 (tenant_id UNINDEXED, id, content = 'posts');`,
    right: `${POSTS} CREATE VIRTUAL TABLE found USING fts5 (tenant_id UNINDEXED, id);`,
  },
  {
    what: "the words of an index",
    rule: "virtual table",
    wrong:
      "CREATE VIRTUAL TABLE found USING fts5 (tenant_id UNINDEXED, title); CREATE VIRTUAL TABLE words USING fts5vocab ('found', 'row');",
    right: "CREATE VIRTUAL TABLE found USING fts5 (tenant_id UNINDEXED, title);",
  },
];

export const VIEWS: readonly Twins[] = [
  {
    what: "a view over what is shared",
    rule: "view",
    wrong: "CREATE TABLE users (id TEXT); CREATE VIEW people AS SELECT id FROM users;",
    right: `${POSTS} CREATE VIEW people AS SELECT id FROM posts;`,
    options: { shared: ["users"] },
  },
  {
    what: "a view that counts all rows",
    rule: "view",
    wrong: `${POSTS} CREATE VIEW v AS SELECT rowid AS at, id FROM posts;`,
    right: `${POSTS} CREATE VIEW v (at, id) AS SELECT n, id FROM posts;`,
  },
  {
    what: "a view that tells of the connection",
    rule: "view",
    wrong: `${POSTS} CREATE VIEW v AS SELECT changes() AS n FROM posts;`,
    right: `${POSTS} CREATE VIEW v AS SELECT count(*) AS n FROM posts;`,
  },
  {
    what: "two views that read each other",
    rule: "view",
    wrong: "CREATE VIEW v AS SELECT * FROM w; CREATE VIEW w AS SELECT * FROM v;",
    right: `${POSTS} CREATE VIEW v AS SELECT * FROM w; CREATE VIEW w AS SELECT * FROM posts;`,
  },
];

export const CHANGES: readonly Twins[] = [
  {
    what: "a table made of a SELECT",
    rule: "not understood",
    wrong: `${POSTS} CREATE TABLE copies AS SELECT * FROM posts;`,
    right: `${POSTS} ${table("copies")} INSERT INTO copies SELECT * FROM posts;`,
  },
  {
    what: "a column that is renamed",
    rule: "not understood",
    wrong: `${POSTS} ALTER TABLE posts RENAME COLUMN n TO m;`,
    right: `${POSTS} ALTER TABLE posts ADD COLUMN m INTEGER; ALTER TABLE posts DROP COLUMN n;`,
  },
  {
    what: "a table that is renamed under a view",
    rule: "not understood",
    wrong: `${POSTS} CREATE VIEW v AS SELECT * FROM posts; ALTER TABLE posts RENAME TO articles; ${POSTS}`,
    right: `${POSTS} ALTER TABLE posts RENAME TO articles; ${POSTS} CREATE VIEW v AS SELECT * FROM posts;`,
  },
  {
    what: "a setting",
    rule: "not understood",
    wrong: `PRAGMA legacy_alter_table = ON; ${POSTS}`,
    right: `PRAGMA defer_foreign_keys = ON; ${POSTS} ANALYZE;`,
  },
  {
    what: "a table that was there already",
    rule: "leading key",
    wrong: `CREATE TABLE posts (tenant_id TEXT NOT NULL, id TEXT NOT NULL PRIMARY KEY); ${POSTS.replace("TABLE", "TABLE IF NOT EXISTS")}`,
    right: `CREATE TABLE posts (tenant_id TEXT NOT NULL, id TEXT NOT NULL PRIMARY KEY); DROP TABLE IF EXISTS posts; ${POSTS.replace("TABLE", "TABLE IF NOT EXISTS")}`,
  },
  {
    what: "an index that was there already",
    rule: "leading key",
    wrong: `${POSTS} CREATE INDEX i ON posts (n); CREATE INDEX IF NOT EXISTS i ON posts (tenant_id, n);`,
    right: `${POSTS} CREATE INDEX i ON posts (n); DROP INDEX i; CREATE INDEX IF NOT EXISTS i ON posts (tenant_id, n);`,
  },
  {
    what: "an index of a table that was renamed",
    rule: "leading key",
    wrong: `${POSTS} CREATE INDEX i ON posts (n); ALTER TABLE posts RENAME TO articles;`,
    right: `${POSTS} CREATE INDEX i ON posts (n); ALTER TABLE posts RENAME TO articles; DROP TABLE articles;`,
  },
  {
    what: "a foreign key to a table that was renamed",
    rule: "foreign key",
    wrong: `CREATE TABLE users (id TEXT PRIMARY KEY); CREATE TABLE notes (tenant_id TEXT NOT NULL, id TEXT NOT NULL REFERENCES users, ${KEY}); ALTER TABLE users RENAME TO people;`,
    right: `CREATE TABLE people (id TEXT PRIMARY KEY); CREATE TABLE notes (tenant_id TEXT NOT NULL, id TEXT NOT NULL REFERENCES people, ${KEY}); ALTER TABLE people RENAME TO users;`,
    options: { shared: ["users"] },
  },
  {
    what: "a trigger that is dropped",
    rule: "trigger",
    wrong: trigger("DELETE FROM log"),
    right: `${trigger("DELETE FROM log")} DROP TRIGGER t;`,
  },
  {
    what: "the tenant's column, dropped",
    rule: "tenant column",
    wrong: `CREATE TABLE posts (tenant_id TEXT NOT NULL, id TEXT NOT NULL PRIMARY KEY); ALTER TABLE posts DROP COLUMN tenant_id;`,
    right: `CREATE TABLE posts (id TEXT NOT NULL PRIMARY KEY); ALTER TABLE posts ADD COLUMN tenant_id TEXT NOT NULL DEFAULT '';`,
    options: { excused: { posts: "ids are random" } },
  },
];
