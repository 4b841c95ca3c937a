-- Analytics of an application. Own text.

-- # Tables
CREATE TABLE events (
  tenant_id TEXT NOT NULL,
  id TEXT NOT NULL,
  visitor TEXT NOT NULL,
  name TEXT NOT NULL,
  path TEXT,
  referrer TEXT,
  country TEXT,
  value REAL,
  properties TEXT,
  at INTEGER NOT NULL,
  PRIMARY KEY (tenant_id, id)
);
CREATE INDEX events_by_time ON events (tenant_id, at);
CREATE INDEX events_by_name ON events (tenant_id, name, at);
CREATE TABLE daily (
  tenant_id TEXT NOT NULL,
  day TEXT NOT NULL,
  path TEXT NOT NULL,
  views INTEGER NOT NULL DEFAULT 0,
  visitors INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (tenant_id, day, path)
) WITHOUT ROWID;
CREATE TABLE goals (
  tenant_id TEXT NOT NULL,
  id TEXT NOT NULL,
  event TEXT NOT NULL,
  target INTEGER NOT NULL,
  PRIMARY KEY (tenant_id, id)
);
CREATE VIEW sessions AS
  SELECT visitor, date(at, 'unixepoch') AS day, min(at) AS began, max(at) AS ended, count(*) AS events FROM events GROUP BY visitor, date(at, 'unixepoch');

-- # Rows
INSERT INTO events (id, visitor, name, path, referrer, country, value, properties, at) VALUES
  ('e1', 'v1', 'view', '/', 'https://§.test/', 'NL', NULL, NULL, 86400), ('e2', 'v1', 'view', '/About/', NULL, 'NL', NULL, '{"theme":"§"}', 86460),
  ('e3', 'v2', 'view', '/', 'https://search.test/?q=§', 'BE', NULL, NULL, 90000), ('e4', 'v1', 'sign up', '/join', NULL, 'NL', NULL, '{"plan":"oak"}', 86520),
  ('e5', 'v2', 'view', '/§', NULL, 'BE', NULL, NULL, 172900), ('e6', 'v3', 'buy', '/shop', NULL, NULL, 12.5, '{"items":[{"n":2},{"n":1}]}', 180000), ('e7', 'v1', 'buy', '/shop', NULL, 'NL', 20, '{"items":[]}', 260000),
  ('e8', 'v2', 'view', '/§', NULL, 'BE', NULL, NULL, 172900);
INSERT INTO daily (day, path, views, visitors) VALUES ('1970-01-02', '/', 1, 1), ('1970-01-02', '/about', 1, 1), ('1970-01-03', '/§', 1, 1);
INSERT INTO goals (id, event, target) VALUES ('z1', 'sign up', 2), ('z2', 'buy', 1);

-- # Statements
-- views and visitors: [0, 200000]
SELECT count(*) AS views, count(DISTINCT visitor) AS visitors FROM events WHERE name = 'view' AND at >= ? AND at < ?;

-- views by day
SELECT date(at, 'unixepoch') AS day, count(*) AS views FROM events WHERE name = 'view' GROUP BY day ORDER BY day;

-- views by hour of the day
SELECT CAST(strftime('%H', at, 'unixepoch') AS INTEGER) AS hour, count(*) AS n FROM events GROUP BY hour ORDER BY hour;

-- views by day of the week
SELECT strftime('%w', datetime(at, 'unixepoch')) AS weekday, count(*) AS n FROM events GROUP BY weekday;

-- events in steps of an hour: [3600]
SELECT at / ?1 * ?1 AS moment, count(*) AS n FROM events GROUP BY moment ORDER BY moment;

-- the most seen pages: [10]
SELECT path, count(*) AS views, count(DISTINCT visitor) AS visitors FROM events WHERE name = 'view' GROUP BY path ORDER BY views DESC, path LIMIT ?;

-- the most seen pages and all others: [1]
WITH counted AS (SELECT path, count(*) AS n, row_number() OVER (ORDER BY count(*) DESC, path) AS place FROM events GROUP BY path)
SELECT CASE WHEN place <= ?1 THEN path ELSE 'other' END AS page, sum(n) AS n FROM counted GROUP BY page ORDER BY n DESC;

-- where they came from
SELECT coalesce(substr(referrer, 9, instr(substr(referrer, 9), '/') - 1), 'direct') AS site, count(*) AS n FROM events GROUP BY site ORDER BY n DESC, site;

-- where they are
SELECT ifnull(country, '??') AS country, count(DISTINCT visitor) AS visitors, round(100.0 * count(DISTINCT visitor) / sum(count(DISTINCT visitor)) OVER (), 1) AS share FROM events GROUP BY country ORDER BY country;

-- who came for the first time: ["1970-01-02"]
SELECT count(*) AS n FROM (SELECT visitor FROM events GROUP BY visitor HAVING date(min(at), 'unixepoch') = ?);

-- who came back
SELECT visitor FROM events GROUP BY visitor HAVING count(DISTINCT date(at, 'unixepoch')) > 1 ORDER BY visitor;

-- those who came, by the day they first came and the days after it
WITH first AS (SELECT visitor, date(min(at), 'unixepoch') AS day FROM events GROUP BY visitor),
  active AS (SELECT DISTINCT visitor, date(at, 'unixepoch') AS day FROM events)
SELECT first.day AS cohort, CAST(julianday(active.day) - julianday(first.day) AS INTEGER) AS after, count(*) AS visitors
FROM first JOIN active USING (visitor) GROUP BY cohort, after ORDER BY cohort, after;

-- a funnel of three steps
SELECT count(DISTINCT a.visitor) AS viewed, count(DISTINCT b.visitor) AS joined, count(DISTINCT c.visitor) AS bought
FROM events a
LEFT JOIN events b ON b.visitor = a.visitor AND b.name = 'sign up' AND b.at >= a.at
LEFT JOIN events c ON c.visitor = b.visitor AND c.name = 'buy' AND c.at >= b.at
WHERE a.name = 'view';

-- a funnel by what each has reached
SELECT step, count(*) AS visitors FROM (
  SELECT visitor, max(CASE name WHEN 'view' THEN 1 WHEN 'sign up' THEN 2 WHEN 'buy' THEN 3 END) AS step FROM events GROUP BY visitor
) GROUP BY step ORDER BY step;

-- goals and how far they are
SELECT g.event, g.target, count(e.id) AS reached, count(e.id) >= g.target AS is_met FROM goals g LEFT JOIN events e ON e.name = g.event GROUP BY g.id ORDER BY g.id;

-- visits by a gap of half an hour: [1800]
SELECT visitor, visit, count(*) AS events, max(at) - min(at) AS seconds FROM (
  SELECT visitor, at, sum(is_new) OVER (PARTITION BY visitor ORDER BY at) AS visit FROM (
    SELECT visitor, at, at - lag(at, 1, -1000000) OVER (PARTITION BY visitor ORDER BY at) > ? AS is_new FROM events
  )
) GROUP BY visitor, visit ORDER BY visitor, visit;

-- the first and last page of each visitor
SELECT DISTINCT visitor, first_value(path) OVER w AS first, last_value(path) OVER w AS last FROM events
WINDOW w AS (PARTITION BY visitor ORDER BY at ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) ORDER BY visitor;

-- which page comes after which
SELECT path, next, count(*) AS n FROM (SELECT path, lead(path) OVER (PARTITION BY visitor ORDER BY at) AS next FROM events) WHERE next IS NOT NULL GROUP BY path, next ORDER BY n DESC, path, next;

-- the view of sessions
SELECT day, count(*) AS sessions, avg(ended - began) AS seconds, avg(events) AS depth FROM sessions GROUP BY day ORDER BY day;

-- sessions of one event
SELECT count(*) FILTER (WHERE events = 1) * 1.0 / count(*) AS bounced FROM sessions;

-- a moving mean of three days
SELECT day, views, avg(views) OVER (ORDER BY day ROWS BETWEEN 2 PRECEDING AND CURRENT ROW) AS mean FROM (SELECT day, sum(views) AS views FROM daily GROUP BY day);

-- all days of a span, those of none too: ["1970-01-01", "1970-01-05"]
WITH RECURSIVE span (day) AS (VALUES (?1) UNION ALL SELECT date(day, '+1 day') FROM span WHERE day < ?2)
SELECT span.day, coalesce(sum(daily.views), 0) AS views FROM span LEFT JOIN daily ON daily.day = span.day GROUP BY span.day;

-- this span and the one before it: [172800, 86400, 259200]
SELECT sum(at >= ?1) AS now, sum(at < ?1) AS before FROM events WHERE at >= ?2 AND at < ?3;

-- a share of each day's
SELECT day, path, views, round(views * 1.0 / sum(views) OVER (PARTITION BY day), 2) AS share FROM daily ORDER BY day, path;

-- the best page of each day
SELECT day, path FROM (SELECT day, path, rank() OVER (PARTITION BY day ORDER BY views DESC, path) AS place FROM daily) WHERE place = 1;

-- what was bought
SELECT sum(value) AS total, avg(value) AS mean, min(value) AS least, max(value) AS most, count(value) AS n FROM events WHERE name = 'buy';

-- the median of it
SELECT avg(value) AS median FROM (
  SELECT value, row_number() OVER (ORDER BY value) AS place, count(*) OVER () AS n FROM events WHERE value IS NOT NULL
) WHERE place IN ((n + 1) / 2, (n + 2) / 2);

-- a histogram: [10]
SELECT CAST(value / ?1 AS INTEGER) * ?1 AS low, count(*) AS n FROM events WHERE value IS NOT NULL GROUP BY low ORDER BY low;

-- the spread of it
SELECT round(sqrt(avg(value * value) - avg(value) * avg(value)), 4) AS deviation FROM events WHERE name = 'buy';

-- events by a property: ["plan"]
SELECT properties ->> ?1 AS property, count(*) AS n FROM events WHERE json_type(properties, '$.' || ?1) IS NOT NULL GROUP BY property;

-- how many items were bought
SELECT e.id, coalesce(sum(i.value ->> 'n'), 0) AS items FROM events e LEFT JOIN json_each(e.properties, '$.items') i WHERE e.name = 'buy' GROUP BY e.id ORDER BY e.id;

-- keys of properties
SELECT k.key, count(*) AS n FROM events e JOIN json_each(e.properties) k WHERE e.properties IS NOT NULL GROUP BY k.key ORDER BY k.key;

-- properties that are not JSON
SELECT count(*) AS n FROM events WHERE properties IS NOT NULL AND NOT json_valid(properties);

-- an event: ["e9", "v9", "view", "/new", 300000]
INSERT INTO events (id, visitor, name, path, at) VALUES (?, ?, ?, ?, ?);

-- an event that may come twice: ["e9", "v1", "view", "/", 86400]
INSERT OR IGNORE INTO events (id, visitor, name, path, at) VALUES (?, ?, ?, ?, ?);

-- events by the dozen: ["[{\"id\":\"x1\",\"v\":\"v9\",\"n\":\"view\",\"t\":1},{\"id\":\"x2\",\"v\":\"v9\",\"n\":\"buy\",\"t\":2}]"]
INSERT INTO events (id, visitor, name, at) SELECT json_extract(value, '$.id'), json_extract(value, '$.v'), json_extract(value, '$.n'), json_extract(value, '$.t') FROM json_each(?) RETURNING id;

-- a view of a day is counted: ["1970-01-02", "/"]
INSERT INTO daily (day, path, views) VALUES (?, ?, 1) ON CONFLICT (tenant_id, day, path) DO UPDATE SET views = views + excluded.views;

-- a day is summed up: ["1970-01-02"]
INSERT INTO daily (day, path, views, visitors)
SELECT date(at, 'unixepoch'), path, count(*), count(DISTINCT visitor) FROM events WHERE date(at, 'unixepoch') = ? AND name = 'view' GROUP BY path
ON CONFLICT (tenant_id, day, path) DO UPDATE SET views = excluded.views, visitors = excluded.visitors;

-- a day is summed up anew
REPLACE INTO daily (day, path, views, visitors) SELECT date(at, 'unixepoch'), coalesce(path, ''), count(*), count(DISTINCT visitor) FROM events GROUP BY 1, 2;

-- old events are removed: [100000]
DELETE FROM events WHERE at < ?;

-- a visitor is forgotten: ["v1"]
DELETE FROM events WHERE visitor = ? RETURNING id;

-- a visitor is made nameless: ["nobody", "v2"]
UPDATE events SET visitor = ?, country = NULL, referrer = NULL WHERE visitor = ?;

-- doubles are removed
DELETE FROM events WHERE id NOT IN (SELECT min(id) FROM events GROUP BY visitor, name, path, at);

-- paths are made alike
UPDATE events SET path = rtrim(lower(path), '/') WHERE path <> '/' AND path <> rtrim(lower(path), '/');

-- a sample of one in so many: [2]
SELECT id FROM events WHERE abs(unicode(substr(id, 2))) % ? = 0 ORDER BY id;

-- any one of them
SELECT count(*) AS n FROM (SELECT id FROM events ORDER BY random() LIMIT 3);

-- events since one that was exported: [90000, "e3", 100]
SELECT * FROM events WHERE (at, id) > (?, ?) ORDER BY at, id LIMIT ?;

-- how fresh it is
SELECT max(at) AS last, unixepoch('1970-01-10') - max(at) AS seconds FROM events;

-- what there is
SELECT 'events' AS name, count(*) AS n FROM events UNION ALL SELECT 'daily', count(*) FROM daily UNION ALL SELECT 'goals', count(*) FROM goals;
