import type { Home, Statement } from "./two-tenants.ts";

/**
 * The kinds of statement over which a row-level security of another make, on the same platform, was once measured: what it
 * leaked or corrupted, what it broke, and what it did right. Those without a star are named there; a star is one of our own
 * choice in the same kind.
 */
export interface Shape extends Statement {
  readonly name: string;
  readonly list: "leaked" | "broke" | "right";
  /** Refusal is the right answer: why. */
  readonly refused?: string;
}

const LEAKED: readonly Omit<Shape, "list">[] = [
  {
    name: "the second arm of a UNION",
    sql: "SELECT title FROM posts WHERE id = 'p1' UNION ALL SELECT title FROM posts",
  },
  {
    name: "a scalar subquery among the columns",
    sql: "SELECT 1 AS one, (SELECT group_concat(title) FROM (SELECT title FROM posts ORDER BY title)) AS titles",
  },
  {
    name: "a subquery in coalesce",
    sql: "SELECT coalesce((SELECT max(title) FROM posts), 'none') AS last",
  },
  {
    name: "a subquery in CASE",
    sql: "SELECT CASE WHEN (SELECT count(*) FROM posts) > 3 THEN 'more' ELSE (SELECT min(title) FROM posts) END AS said",
  },
  {
    name: "the body of a common table expression",
    sql: "WITH every AS (SELECT * FROM posts) SELECT title FROM every",
  },
  { name: "a table in another case", sql: "SELECT title FROM PoStS" },
  {
    name: "INSERT … SELECT, which copies out",
    sql: "INSERT INTO posts (id, slug, title, author, views) SELECT 'copy-' || id, 'copy-' || slug, title, author, views FROM posts",
  },
  {
    name: "SET tenant_id",
    sql: "UPDATE posts SET tenant_id = 'b' WHERE id = 'p1'",
    refused: "tenant_id is not the statement's to say",
  },
  {
    name: "REPLACE of a key that the other tenant has too",
    sql: "REPLACE INTO posts (id, slug, title, author, views) VALUES ('p1', 'hello', 'Mine now', 'u1', 0)",
  },
];

const BROKE: readonly Omit<Shape, "list">[] = [
  { name: "an alias", sql: "SELECT p.title FROM posts AS p WHERE p.views > ?", values: [1] },
  {
    name: "a JOIN",
    sql: "SELECT p.title, c.text FROM posts p JOIN comments c ON c.post_id = p.id",
  },
  {
    name: "EXISTS",
    sql: "SELECT title FROM posts WHERE EXISTS (SELECT 1 FROM comments WHERE post_id = posts.id)",
  },
  {
    name: "HAVING",
    sql: "SELECT author, count(*) AS n FROM posts GROUP BY author HAVING count(*) > 1",
  },
  {
    name: "a LEFT JOIN that counts*",
    sql: "SELECT p.id, count(c.id) AS n FROM posts p LEFT JOIN comments c ON c.post_id = p.id GROUP BY p.id",
  },
  {
    name: "a table with itself*",
    sql: "SELECT x.id AS one, y.id AS other FROM posts x, posts y WHERE x.author = y.author AND x.id < y.id",
  },
  {
    name: "a window*",
    sql: "SELECT id, rank() OVER (PARTITION BY author ORDER BY views DESC) AS place, sum(views) OVER () AS views FROM posts",
  },
  {
    name: "UPDATE … FROM*",
    sql: "UPDATE posts SET views = views + t.n FROM (SELECT post_id, count(*) AS n FROM comments GROUP BY post_id) AS t WHERE t.post_id = posts.id",
  },
  {
    name: "a name in brackets behind its database*",
    sql: "SELECT [posts].[title], `posts`.`views` FROM [main].[posts]",
  },
  {
    name: "a recursive tree*",
    sql: "WITH RECURSIVE tree(id, depth) AS (SELECT id, 0 FROM comments WHERE parent_id IS NULL UNION ALL SELECT c.id, depth + 1 FROM comments c JOIN tree ON c.parent_id = tree.id) SELECT * FROM tree",
  },
];

const RIGHT: readonly Omit<Shape, "list">[] = [
  { name: "all of a table*", sql: "SELECT * FROM posts" },
  { name: "a condition that OR would undo*", sql: "SELECT title FROM posts WHERE id = 'p1' OR 1 = 1" },
  { name: "an order and a page*", sql: "SELECT id FROM posts ORDER BY views DESC, id LIMIT 2 OFFSET 1" },
  { name: "a count*", sql: "SELECT count(*) AS n, sum(views) AS views FROM posts" },
  {
    name: "IN a subquery*",
    sql: "SELECT title FROM posts WHERE id IN (SELECT post_id FROM comments WHERE text LIKE ?)",
    values: ["%e%"],
  },
  {
    name: "INSERT of a row*",
    sql: "INSERT INTO comments (id, post_id, text) VALUES (?, ?, ?) RETURNING id, text",
    values: ["c9", "p1", "New"],
  },
  { name: "UPDATE of all*", sql: "UPDATE posts SET views = views + 1 RETURNING id, views" },
  { name: "DELETE of all*", sql: "DELETE FROM comments" },
  { name: "DELETE that cascades*", sql: "DELETE FROM posts WHERE slug = 'hello'" },
  {
    name: "an upsert*",
    sql: "INSERT INTO posts (id, slug, title, author, views) VALUES ('p1', 'hello', 'Again', 'u1', 1) ON CONFLICT (tenant_id, id) DO UPDATE SET title = excluded.title, views = posts.views + excluded.views RETURNING title, views",
  },
];

export const SHAPES: readonly Shape[] = [
  ...LEAKED.map((shape): Shape => ({ ...shape, list: "leaked" })),
  ...BROKE.map((shape): Shape => ({ ...shape, list: "broke" })),
  ...RIGHT.map((shape): Shape => ({ ...shape, list: "right" })),
];

/** Two tenants whose rows have the same keys, and no text in common. */
export const BLOGS: Home = {
  ddl: `
    CREATE TABLE posts (
      tenant_id TEXT NOT NULL, id TEXT NOT NULL, slug TEXT NOT NULL, title TEXT NOT NULL, author TEXT NOT NULL,
      views INTEGER NOT NULL, PRIMARY KEY (tenant_id, id), UNIQUE (tenant_id, slug)
    );
    CREATE TABLE comments (
      tenant_id TEXT NOT NULL, id TEXT NOT NULL, post_id TEXT NOT NULL, parent_id TEXT, text TEXT NOT NULL,
      PRIMARY KEY (tenant_id, id),
      FOREIGN KEY (tenant_id, post_id) REFERENCES posts (tenant_id, id) ON DELETE CASCADE
    );`,
  tables: ["posts", "comments"],
  seed: (tenant) => [
    `INSERT INTO posts (tenant_id, id, slug, title, author, views) VALUES
      ('${tenant}', 'p1', 'hello', 'Hello from ${tenant}', 'u1', ${tenant === "a" ? 1 : 100}),
      ('${tenant}', 'p2', 'second', 'Second of ${tenant}', 'u1', ${tenant === "a" ? 2 : 200}),
      ('${tenant}', 'only-${tenant}', 'only-${tenant}', 'Only ${tenant} has it', 'u2', 3)`,
    `INSERT INTO comments (tenant_id, id, post_id, parent_id, text) VALUES
      ('${tenant}', 'c1', 'p1', NULL, 'One to ${tenant}'),
      ('${tenant}', 'c2', 'p1', 'c1', 'Two to ${tenant}'),
      ('${tenant}', 'c3', 'only-${tenant}', NULL, 'Three to ${tenant}')`,
  ],
  options: { column: "tenant_id" },
};
