-- A blog, by hand and by Drizzle. Own text.

-- # Tables
CREATE TABLE authors (
  tenant_id TEXT NOT NULL, id TEXT NOT NULL,
  name TEXT NOT NULL, email TEXT NOT NULL COLLATE NOCASE,
  bio TEXT, created_at INTEGER NOT NULL DEFAULT (unixepoch()),
  PRIMARY KEY (tenant_id, id), UNIQUE (tenant_id, email)
);
CREATE TABLE posts (
  tenant_id TEXT NOT NULL, id TEXT NOT NULL,
  slug TEXT NOT NULL, title TEXT NOT NULL,
  body TEXT NOT NULL,
  status TEXT NOT NULL DEFAULT 'draft' CHECK (status IN ('draft', 'published', 'archived')),
  author_id TEXT NOT NULL, tags TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(tags)),
  views INTEGER NOT NULL DEFAULT 0, published_at INTEGER,
  created_at INTEGER NOT NULL DEFAULT (unixepoch()), updated_at INTEGER,
  PRIMARY KEY (tenant_id, id), UNIQUE (tenant_id, slug),
  FOREIGN KEY (tenant_id, author_id) REFERENCES authors (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX posts_by_time ON posts (tenant_id, status, published_at DESC);
CREATE TABLE comments (
  tenant_id TEXT NOT NULL, id TEXT NOT NULL,
  post_id TEXT NOT NULL, parent_id TEXT,
  author TEXT NOT NULL, text TEXT NOT NULL,
  approved INTEGER NOT NULL DEFAULT 0, created_at INTEGER NOT NULL DEFAULT (unixepoch()),
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, post_id) REFERENCES posts (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX comments_by_post ON comments (tenant_id, post_id, created_at);
CREATE TABLE settings (
  tenant_id TEXT NOT NULL, key TEXT NOT NULL,
  value TEXT, PRIMARY KEY (tenant_id, key)
) WITHOUT ROWID;
CREATE VIRTUAL TABLE posts_fts USING fts5 (tenant_id UNINDEXED, post_id UNINDEXED, title, body, tokenize = 'porter unicode61');
CREATE VIEW published AS SELECT id, slug, title, author_id, published_at FROM posts WHERE status = 'published';

-- # Rows
INSERT INTO authors (id, name, email, bio, created_at) VALUES
  ('u1', 'Ada of §', 'ada@example.test', NULL, 100), ('u2', 'Bo of §', 'bo@example.test', 'Writes at §', 200), ('u3', 'Cy', 'cy@example.test', NULL, 300);
INSERT INTO posts (id, slug, title, body, status, author_id, tags, views, published_at, created_at) VALUES
  ('p1', 'hello', 'Hello from §', 'The first words of §', 'published', 'u1', '["news","§"]', 12, 1000, 900),
  ('p2', 'second', 'Second of §', 'More words, and gardens', 'published', 'u2', '["garden"]', 7, 2000, 1900),
  ('p3', 'draft', 'A draft of §', 'Not yet', 'draft', 'u1', '[]', 0, NULL, 2100),
  ('p4', 'only-§', 'Only §', 'Found by nobody but §', 'published', 'u1', '["§"]', 3, 3000, 2900);
INSERT INTO comments (id, post_id, parent_id, author, text, approved, created_at) VALUES
  ('c1', 'p1', NULL, 'Cy', 'Good, §', 1, 1100), ('c2', 'p1', 'c1', 'Ada', 'Thanks, §', 1, 1200),
  ('c3', 'p2', NULL, 'Di', 'Spam §', 0, 2100), ('c4', 'p1', 'c2', 'Cy', 'Welcome', 1, 1300);
INSERT INTO settings (key, value) VALUES ('title', 'The blog of §'), ('theme', 'dark');
INSERT INTO posts_fts (post_id, title, body) VALUES
  ('p1', 'Hello from §', 'The first words of §'), ('p2', 'Second of §', 'More words, and gardens'), ('p4', 'Only §', 'Found by nobody but §');

-- # Statements
-- the front page: [10]
SELECT id, slug, title, published_at FROM posts WHERE status = 'published' ORDER BY published_at DESC LIMIT ?;

-- a page of it by offset: [2, 1]
SELECT id, slug, title FROM posts WHERE status = 'published' ORDER BY published_at DESC, id LIMIT ? OFFSET ?;

-- a page of it by what was last seen: [2000, "p2", 10]
SELECT id, slug, title, published_at FROM posts
WHERE status = 'published' AND (published_at, id) < (?, ?)
ORDER BY published_at DESC, id DESC LIMIT ?;

-- the same by what was last seen, spelled out: [2000, 2000, "p2", 10]
SELECT id, title FROM posts WHERE published_at < ? OR (published_at = ? AND id < ?) ORDER BY published_at DESC, id DESC LIMIT ?;

-- a post by its slug: ["hello"]
SELECT * FROM posts WHERE slug = ?1;

-- a post with its author: ["hello"]
SELECT p.*, a.name AS author_name, a.bio FROM posts p JOIN authors a ON a.id = p.author_id WHERE p.slug = ? LIMIT 1;

-- posts with how many comments each has
SELECT p.id, p.title, COUNT(c.id) AS comments
FROM posts AS p LEFT JOIN comments AS c ON c.post_id = p.id AND c.approved = 1
GROUP BY p.id ORDER BY comments DESC, p.id;

-- the comments of a post: ["p1"]
SELECT id, parent_id, author, text, created_at FROM comments WHERE post_id = ? AND approved = 1 ORDER BY created_at;

-- a thread of comments: ["p1"]
WITH RECURSIVE thread (id, parent_id, text, depth, path) AS (
  SELECT id, parent_id, text, 0, id FROM comments WHERE post_id = ? AND parent_id IS NULL
  UNION ALL
  SELECT c.id, c.parent_id, c.text, t.depth + 1, t.path || '/' || c.id
  FROM comments c JOIN thread t ON c.parent_id = t.id
)
SELECT id, text, depth FROM thread ORDER BY path;

-- all tags and how often each is used
SELECT t.value AS tag, count(*) AS n FROM posts, json_each(posts.tags) AS t WHERE posts.status = 'published' GROUP BY t.value ORDER BY n DESC, tag;

-- posts with a tag: ["garden"]
SELECT slug, title FROM posts WHERE EXISTS (SELECT 1 FROM json_each(tags) WHERE value = ?);

-- a tag by its place in a list
SELECT slug, json_extract(tags, '$[0]') AS first, tags ->> '$[1]' AS second, json_array_length(tags) AS n FROM posts ORDER BY slug;

-- an archive by month
SELECT strftime('%Y-%m', published_at, 'unixepoch') AS month, count(*) AS n FROM posts WHERE published_at IS NOT NULL GROUP BY 1 ORDER BY 1 DESC;

-- the post before and the post after: ["second"]
SELECT * FROM (
  SELECT slug, lag(slug) OVER w AS before, lead(slug) OVER w AS after
  FROM posts WHERE status = 'published' WINDOW w AS (ORDER BY published_at)
) WHERE slug = ?;

-- whether a slug is taken: ["hello"]
SELECT EXISTS (SELECT 1 FROM posts WHERE slug = ?) AS taken;

-- slugs like this one: ["hel"]
SELECT slug FROM posts WHERE slug LIKE ? || '%' ESCAPE '\' ORDER BY slug;

-- a search: ["words"]
SELECT post_id, title FROM posts_fts WHERE posts_fts MATCH ? ORDER BY post_id;

-- a search with the best first: ["words", 20]
SELECT post_id, title FROM posts_fts WHERE posts_fts MATCH ? ORDER BY rank LIMIT ?;

-- a search that marks what it found: ["words"]
SELECT post_id, highlight(posts_fts, 2, '<b>', '</b>') AS title FROM posts_fts WHERE posts_fts MATCH ? ORDER BY post_id;

-- a search with an excerpt: ["garden*"]
SELECT post_id, snippet(posts_fts, 3, '<b>', '</b>', '…', 12) AS excerpt FROM posts_fts WHERE posts_fts MATCH ?;

-- a search joined with what was found: ["first OR gardens"]
SELECT p.slug, p.title FROM posts_fts f JOIN posts p ON p.id = f.post_id WHERE f.body MATCH ? AND p.status = 'published' ORDER BY p.slug;

-- a search in one column: ["title : hello"]
SELECT p.slug FROM posts p WHERE p.id IN (SELECT post_id FROM posts_fts WHERE posts_fts MATCH ?);

-- the index of a post, written: ["p3", "A draft", "Not yet"]
INSERT INTO posts_fts (post_id, title, body) VALUES (?, ?, ?);

-- the index of a post, written anew: ["Hello again", "Other words", "p1"]
UPDATE posts_fts SET title = ?, body = ? WHERE post_id = ?;

-- the index of a post, removed: ["p1"]
DELETE FROM posts_fts WHERE post_id = ?;

-- a setting: ["title"]
SELECT value FROM settings WHERE key = ?;

-- a setting, written: ["theme", "light"]
INSERT INTO settings (key, value) VALUES (?, ?) ON CONFLICT (tenant_id, key) DO UPDATE SET value = excluded.value;

-- settings, written together: ["theme", "light", "lang", "nl"]
INSERT OR REPLACE INTO settings (key, value) VALUES (?, ?), (?, ?);

-- settings as one object
SELECT json_group_object(key, value) AS settings FROM settings;

-- a new post: ["p9", "new", "New", "Text", "u1", "[\"x\"]"]
INSERT INTO posts (id, slug, title, body, author_id, tags) VALUES (?, ?, ?, ?, ?, json(?)) RETURNING id, slug, status;

-- a post is published: [5000, "p3"]
UPDATE posts SET status = 'published', published_at = COALESCE(published_at, ?1), updated_at = ?1 WHERE id = ?2 AND status = 'draft' RETURNING *;

-- a view is counted: ["p1"]
UPDATE posts SET views = views + 1 WHERE id = ?;

-- a tag is added: ["fresh", "p2"]
UPDATE posts SET tags = json_insert(tags, '$[#]', ?) WHERE id = ?;

-- comments are approved: ["c1", "c3"]
UPDATE comments SET approved = 1 WHERE id IN (?, ?) AND approved = 0;

-- comments are approved by a list in JSON: ["[\"c3\",\"c4\"]"]
UPDATE comments SET approved = 1 WHERE id IN (SELECT value FROM json_each(?)) RETURNING id;

-- old spam is removed: [3000]
DELETE FROM comments WHERE approved = 0 AND created_at < ?;

-- a thousand old comments are removed at a time: [3000]
DELETE FROM comments WHERE rowid IN (SELECT rowid FROM comments WHERE created_at < ? LIMIT 1000);

-- a post is removed: ["p1"]
DELETE FROM posts WHERE id = ?;

-- an author and all of theirs is removed: ["u2"]
DELETE FROM authors WHERE id = ? RETURNING name;

-- what a dashboard shows
SELECT
  (SELECT count(*) FROM posts) AS posts,
  (SELECT count(*) FROM posts WHERE status = 'draft') AS drafts,
  (SELECT count(*) FROM comments WHERE approved = 0) AS waiting,
  (SELECT sum(views) FROM posts) AS views;

-- what happened last: [5]
SELECT 'post' AS kind, id, title AS what, created_at FROM posts
UNION ALL
SELECT 'comment', id, text, created_at FROM comments
ORDER BY created_at DESC LIMIT ?;

-- authors who have published nothing
SELECT name FROM authors WHERE id NOT IN (SELECT author_id FROM posts WHERE status = 'published');

-- the newest post of each author
SELECT a.name, p.title, p.published_at
FROM authors a JOIN posts p ON p.author_id = a.id
WHERE p.published_at = (SELECT max(published_at) FROM posts WHERE author_id = a.id)
ORDER BY a.name;

-- the view of what is published: ["u1"]
SELECT title FROM published WHERE author_id = ? ORDER BY published_at;

-- the view with its authors
SELECT v.title, a.name FROM published AS v INNER JOIN authors AS a ON v.author_id = a.id ORDER BY v.published_at;

-- Drizzle: find first: ["hello", 1]
select "id", "slug", "title", "body", "status", "author_id", "views", "published_at" from "posts" where "posts"."slug" = ? limit ?;

-- Drizzle: all with a condition of three: ["published", 1, "%words%"]
select "id", "title" from "posts" where ("posts"."status" = ? and "posts"."views" > ? and "posts"."body" like ?) order by "posts"."published_at" desc;

-- Drizzle: left join: ["published"]
select "posts"."id", "posts"."title", "authors"."name" from "posts" left join "authors" on "posts"."author_id" = "authors"."id" where "posts"."status" = ?;

-- Drizzle: a query of relations: [1]
select "id", "title", (select json_array("name", "bio") as "data" from (select * from "authors" "posts_author" where "posts_author"."id" = "posts"."author_id" limit ?) "posts_author") as "author", (select coalesce(json_group_array(json_array("id", "text")), json_array()) as "data" from "comments" "posts_comments" where "posts_comments"."post_id" = "posts"."id") as "comments" from "posts" order by "posts"."id";

-- Drizzle: insert and return: ["u9", "Eve", "eve@example.test"]
insert into "authors" ("id", "name", "email", "bio") values (?, ?, ?, null) returning "id", "name", "email", "bio";

-- Drizzle: insert several: ["k1", "v1", "k2", "v2"]
insert into "settings" ("key", "value") values (?, ?), (?, ?) on conflict do nothing;

-- Drizzle: upsert: ["theme", "blue", "blue"]
insert into "settings" ("key", "value") values (?, ?) on conflict ("settings"."tenant_id", "settings"."key") do update set "value" = ?;

-- Drizzle: update: ["Title", 7000, "p1"]
update "posts" set "title" = ?, "updated_at" = ? where "posts"."id" = ? returning "id";

-- Drizzle: delete: ["c1"]
delete from "comments" where "comments"."id" = ?;

-- Drizzle: count: ["published"]
select count(*) from "posts" where "posts"."status" = ?;

-- Drizzle: in a list: ["p1", "p2", "p4"]
select "slug" from "posts" where "posts"."id" in (?, ?, ?) order by "posts"."slug" asc;

-- Drizzle: a subquery that is named: [1]
select "a"."name", "sq"."n" from "authors" "a" inner join (select "author_id", count(*) as "n" from "posts" group by "posts"."author_id") "sq" on "a"."id" = "sq"."author_id" where "sq"."n" > ?;

-- Drizzle: with: [1]
with "sq" as (select "author_id", sum("views") as "total" from "posts" group by "posts"."author_id") select "author_id", "total" from "sq" where "total" > ? order by "author_id";
