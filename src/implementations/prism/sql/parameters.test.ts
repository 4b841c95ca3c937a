import { runInDatabase } from "#specs/fixtures";
import { expect, test } from "vitest";
import { BLOGS } from "./shapes.ts";
import { together } from "./two-tenants.ts";

// Statements are printed part by part, and a `?` has the number of its place in the text. Each part here takes its own.

const answer = async (sql: string, values: readonly (string | number)[]): Promise<unknown[]> => {
  const { rows } = await runInDatabase(together(BLOGS, "a", { sql, values }));
  return rows.flatMap((row) => Object.values(row));
};

test.each([
  ["SELECT ? UNION ALL SELECT ? UNION ALL SELECT ? ORDER BY 1 LIMIT ? OFFSET ?", [1, 2, 3, 2, 1], [2, 3]],
  ["SELECT ? EXCEPT VALUES (?)", ["a", "b"], ["a"]],
  ["SELECT 'a_' LIKE ? ESCAPE ?", ["a!_", "!"], [1]],
  ["SELECT ? BETWEEN ? AND ?, ? IN (?, ?)", [2, 1, 3, "x", "y", "z"], [1, 0]],
  ["SELECT CASE ? WHEN ? THEN ? WHEN ? THEN ? ELSE ? END", [2, 1, "one", 2, "two", "other"], ["two"]],
  ["WITH one AS (SELECT ? AS n) SELECT n, ? FROM one WHERE n < ?", [1, 2, 3], [1, 2]],
  ["SELECT views FROM posts WHERE id = ? GROUP BY views HAVING views < ? LIMIT ?, ?", ["p2", 9, 0, 1], [2]],
  [
    "SELECT a.n AS one, b.n AS other FROM (SELECT ? AS n) a JOIN (SELECT ? AS n) b ON a.n < ?",
    [1, 2, 3],
    [1, 2],
  ],
  [
    "SELECT group_concat(id, ?) FILTER (WHERE views < ?) FROM (SELECT id, views FROM posts WHERE views > ? ORDER BY id)",
    ["+", 9, 1],
    ["only-a+p2"],
  ],
  [
    "SELECT sum(views + ?) OVER (PARTITION BY id > ? ORDER BY views ROWS BETWEEN ? PRECEDING AND ? FOLLOWING) FROM posts WHERE id = ?",
    [10, "z", 1, 2, "p1"],
    [11],
  ],
  [
    "INSERT INTO posts (id, slug, title, author, views) VALUES (?, ?, ?, ?, ?) ON CONFLICT (tenant_id, id) DO UPDATE SET title = ?, views = ? WHERE posts.views < ? RETURNING title, views + ?",
    ["p1", "x", "T", "u", 0, "New", 5, 9, 100],
    ["New", 105],
  ],
  [
    "INSERT INTO posts (id, slug, title, author, views) SELECT ?, ?, ?, author, ? FROM posts WHERE id = ? ON CONFLICT DO NOTHING RETURNING id, slug, title, views",
    ["n", "s", "t", 4, "p1"],
    ["n", "s", "t", 4],
  ],
  [
    "UPDATE posts SET title = ?, (author, views) = (?, ?) FROM (SELECT ? AS n) AS t WHERE id = ? AND t.n = ? RETURNING title, author, views, ?",
    ["T", "A", 3, 7, "p1", 7, 9],
    ["T", "A", 3, 9],
  ],
  ["DELETE FROM comments WHERE id = ? AND text <> ? RETURNING id, ?", ["c1", "x", 1], ["c1", 1]],
] as const)("%s", async (sql, values, found) => {
  expect(await answer(sql, values)).toEqual(found);
});
