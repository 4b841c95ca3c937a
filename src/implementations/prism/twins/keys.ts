import { KEY, POSTS, table, type Twins } from "./twins.ts";

export const KEYS: readonly Twins[] = [
  {
    what: "no primary key",
    rule: "leading key",
    wrong: "CREATE TABLE posts (tenant_id TEXT NOT NULL, id TEXT NOT NULL);",
    right: POSTS,
  },
  {
    what: "a primary key of a column",
    rule: "leading key",
    wrong: "CREATE TABLE posts (tenant_id TEXT NOT NULL, id TEXT NOT NULL PRIMARY KEY);",
    right: "CREATE TABLE settings (tenant_id TEXT NOT NULL PRIMARY KEY, theme TEXT);",
  },
  {
    what: "a primary key led by another column",
    rule: "leading key",
    wrong: "CREATE TABLE posts (tenant_id TEXT NOT NULL, id TEXT NOT NULL, PRIMARY KEY (id, tenant_id));",
    right: POSTS,
  },
  {
    what: "INTEGER PRIMARY KEY",
    rule: "leading key",
    wrong: "CREATE TABLE posts (tenant_id TEXT NOT NULL, id INTEGER PRIMARY KEY);",
    right: `CREATE TABLE posts (tenant_id TEXT NOT NULL, id INTEGER NOT NULL, ${KEY});`,
  },
  {
    what: "AUTOINCREMENT, even where the key is excused",
    rule: "row numbers",
    wrong: "CREATE TABLE posts (tenant_id TEXT NOT NULL, id INTEGER PRIMARY KEY AUTOINCREMENT);",
    right: "CREATE TABLE posts (tenant_id TEXT NOT NULL, id INTEGER PRIMARY KEY);",
    options: { excused: { posts: "its numbers are nobody's secret" } },
  },
  {
    what: "a unique column",
    rule: "leading key",
    wrong: `CREATE TABLE posts (tenant_id TEXT NOT NULL, id TEXT NOT NULL, slug TEXT UNIQUE, ${KEY});`,
    right: `CREATE TABLE posts (tenant_id TEXT NOT NULL, id TEXT NOT NULL, slug TEXT, ${KEY}, UNIQUE (tenant_id, slug));`,
  },
  {
    what: "a unique key that does not lead with the tenant",
    rule: "leading key",
    wrong: table("posts", ", UNIQUE (n, tenant_id)"),
    right: table("posts", ", UNIQUE (tenant_id, n)"),
  },
  {
    what: "a unique key that folds the tenant",
    rule: "leading key",
    wrong: table("posts", ", UNIQUE (tenant_id COLLATE NOCASE, n)"),
    right: table("posts", ", UNIQUE (tenant_id, n COLLATE NOCASE)"),
  },
  {
    what: "a unique index",
    rule: "leading key",
    wrong: `${POSTS} CREATE UNIQUE INDEX by_n ON posts (n);`,
    right: `${POSTS} CREATE UNIQUE INDEX by_n ON posts (tenant_id, n);`,
  },
  {
    what: "a unique index over part of the rows",
    rule: "leading key",
    wrong: `${POSTS} CREATE UNIQUE INDEX by_n ON posts (n) WHERE tenant_id = 'a';`,
    right: `${POSTS} CREATE UNIQUE INDEX by_n ON posts (tenant_id, n) WHERE n > 0;`,
  },
  {
    what: "a unique index of an expression",
    rule: "leading key",
    wrong: `${POSTS} CREATE UNIQUE INDEX by_n ON posts (lower(tenant_id), n);`,
    right: `${POSTS} CREATE UNIQUE INDEX by_n ON posts (tenant_id, lower(id));`,
  },
  {
    what: "an index, in which a neighbour's rows would be read",
    rule: "leading key",
    wrong: `${POSTS} CREATE INDEX by_n ON posts (n);`,
    right: `${POSTS} CREATE INDEX by_n ON posts (tenant_id, n DESC);`,
  },
  {
    what: "an index that folds the tenant",
    rule: "leading key",
    wrong: `${POSTS} CREATE INDEX by_n ON posts (tenant_id COLLATE NOCASE, n);`,
    right: `${POSTS} CREATE INDEX by_n ON posts (tenant_id COLLATE binary, n);`,
  },
  {
    what: "a key that rolls back",
    rule: "conflict clause",
    wrong: table("posts", ", UNIQUE (tenant_id, n) ON CONFLICT ROLLBACK"),
    right: table("posts", ", UNIQUE (tenant_id, n) ON CONFLICT REPLACE"),
  },
  {
    what: "a key that fails halfway",
    rule: "conflict clause",
    wrong: table("posts", ", UNIQUE (tenant_id, n) ON CONFLICT FAIL"),
    right: table("posts", ", UNIQUE (tenant_id, n) ON CONFLICT IGNORE"),
  },
  {
    what: "a key over all tenants that replaces, even where it is excused",
    rule: "conflict clause",
    wrong: table("posts", ", UNIQUE (n) ON CONFLICT REPLACE"),
    right: table("posts", ", UNIQUE (n)"),
    options: { excused: { posts: "n is a name in the whole of Grove" } },
  },
];

export const FOREIGN_KEYS: readonly Twins[] = [
  {
    what: "a foreign key of one column",
    rule: "foreign key",
    wrong: `${POSTS} ${table("notes", ", post TEXT REFERENCES posts (id)").replace(`, ${KEY}, post TEXT REFERENCES posts (id)`, `, post TEXT REFERENCES posts (id), ${KEY}`)}`,
    right: `${POSTS} ${table("notes", ", FOREIGN KEY (tenant_id, id) REFERENCES posts (tenant_id, id)")}`,
  },
  {
    what: "a foreign key that leads to another column first",
    rule: "foreign key",
    wrong: `${POSTS} ${table("notes", ", FOREIGN KEY (tenant_id, id) REFERENCES posts (id, tenant_id)")}`,
    right: `${POSTS} ${table("notes", ", FOREIGN KEY (tenant_id, id) REFERENCES posts")}`,
  },
  {
    what: "a foreign key that leads with another column",
    rule: "foreign key",
    wrong: `${POSTS} ${table("notes", ", FOREIGN KEY (id, tenant_id) REFERENCES posts")}`,
    right: `${POSTS} ${table("notes", ", FOREIGN KEY (tenant_id, id) REFERENCES posts ON DELETE CASCADE")}`,
  },
  {
    what: "a foreign key to the tenants by another column than theirs",
    rule: "foreign key",
    wrong: `CREATE TABLE tenants (id TEXT NOT NULL PRIMARY KEY, code TEXT NOT NULL, UNIQUE (id, code)); ${table("notes", ", FOREIGN KEY (tenant_id) REFERENCES tenants (code)")}`,
    right: `CREATE TABLE tenants (id TEXT NOT NULL PRIMARY KEY, code TEXT NOT NULL, UNIQUE (id, code)); ${table("notes", ", FOREIGN KEY (tenant_id) REFERENCES tenants (id)")}`,
    options: { columns: { tenants: "id" } },
  },
  {
    what: "a foreign key that sets the tenant to its default",
    rule: "foreign key",
    wrong: `${POSTS} ${table("notes", ", FOREIGN KEY (tenant_id, id) REFERENCES posts ON DELETE SET DEFAULT")}`,
    right: `${POSTS} ${table("notes", ", FOREIGN KEY (tenant_id, id) REFERENCES posts ON DELETE RESTRICT")}`,
  },
  {
    what: "a foreign key of an added column",
    rule: "foreign key",
    wrong: `${POSTS} ${table("notes")} ALTER TABLE notes ADD COLUMN post TEXT REFERENCES posts (id);`,
    right: `${POSTS} ${table("notes")} ALTER TABLE notes ADD COLUMN post TEXT;`,
  },
  {
    what: "a foreign key to a table of everybody, which is not said to be shared",
    rule: "foreign key",
    wrong: `${POSTS} CREATE TABLE notes (tenant_id TEXT NOT NULL, id TEXT NOT NULL REFERENCES posts (id), ${KEY});`,
    right: `CREATE TABLE users (id TEXT NOT NULL PRIMARY KEY, email TEXT UNIQUE); CREATE INDEX users_email ON users (email); CREATE TABLE notes (tenant_id TEXT NOT NULL, id TEXT NOT NULL REFERENCES users (id), ${KEY});`,
    options: { shared: ["USERS"] },
  },
];
