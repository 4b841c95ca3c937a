/** A statement to begin with, or one that somebody up to no good might send. */
export interface Example {
  readonly name: string;
  readonly sql: string;
}

export const EXAMPLES: readonly Example[] = [
  { name: "A plain read", sql: "SELECT slug, title FROM posts ORDER BY slug" },
  {
    name: "A union's second arm",
    sql: "SELECT slug FROM posts WHERE 1 = 0\nUNION ALL SELECT slug FROM PoStS",
  },
  { name: "An OR that is always true", sql: "SELECT slug, tenant_id FROM posts WHERE slug = 'x' OR 1 = 1" },
  {
    name: "A subquery as a column",
    sql: "SELECT (SELECT group_concat(slug) FROM main.posts) AS all_of_them",
  },
  {
    name: "A WITH of a table's name",
    sql: "WITH posts AS (SELECT 'made up' AS slug)\nSELECT slug FROM posts",
  },
  { name: "IN a table", sql: "SELECT 1 FROM posts WHERE 'someone' IN memberships" },
  {
    name: "Raise at another's row",
    sql: "SELECT role FROM memberships\nWHERE CASE WHEN user_id = 'bob' THEN json('{') END",
  },
  { name: "Another tenant's rows", sql: "SELECT slug FROM posts WHERE tenant_id <> 'alice'" },
  { name: "Change everything", sql: "UPDATE posts SET title = 'Changed' RETURNING slug, title" },
  { name: "Delete everything", sql: "DELETE FROM posts RETURNING slug" },
  { name: "Move a row to a tenant", sql: "UPDATE posts SET tenant_id = 'bob'" },
  {
    name: "Insert for a tenant",
    sql: "INSERT INTO notes (tenant_id, id, author_id, text, is_shadowed, created_at)\nVALUES ('bob', '1', 'me', 'hello', 0, 0)",
  },
  {
    name: "Insert a note",
    sql: "INSERT INTO notes (id, author_id, text, is_shadowed, created_at)\nVALUES ('1', 'me', 'hello', 0, 0) RETURNING *",
  },
  { name: "The table of tables", sql: "SELECT name FROM sqlite_master" },
  { name: "Count everybody's rows", sql: "SELECT max(rowid) FROM posts" },
  { name: "Hide it in a comment", sql: "SELECT slug FROM /* posts */ sqlite_master -- posts" },
  { name: "Two statements", sql: "SELECT 1; DROP TABLE posts" },
  { name: "End the transaction", sql: "INSERT OR ROLLBACK INTO notes (id) VALUES ('1')" },
];
