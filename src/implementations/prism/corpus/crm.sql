-- A CRM, much of it built by code from what a user picks. Own text.

-- # Tables
CREATE TABLE companies (
  tenant_id TEXT NOT NULL,
  id TEXT NOT NULL,
  name TEXT NOT NULL,
  domain TEXT,
  employees INTEGER,
  fields TEXT,
  created_at TEXT NOT NULL,
  PRIMARY KEY (tenant_id, id)
);
CREATE UNIQUE INDEX companies_domain ON companies (tenant_id, domain) WHERE domain IS NOT NULL;
CREATE TABLE contacts (
  tenant_id TEXT NOT NULL,
  id TEXT NOT NULL,
  company_id TEXT,
  first_name TEXT NOT NULL,
  last_name TEXT NOT NULL,
  email TEXT,
  phone TEXT,
  owner TEXT,
  score REAL NOT NULL DEFAULT 0,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, company_id) REFERENCES companies (tenant_id, id)
);
CREATE INDEX contacts_by_name ON contacts (tenant_id, last_name COLLATE NOCASE, first_name);
CREATE TABLE deals (
  tenant_id TEXT NOT NULL,
  id TEXT NOT NULL,
  company_id TEXT NOT NULL,
  title TEXT NOT NULL,
  stage TEXT NOT NULL,
  amount NUMERIC NOT NULL,
  chance INTEGER NOT NULL DEFAULT 10,
  closes_on TEXT,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, company_id) REFERENCES companies (tenant_id, id) ON DELETE CASCADE
);
CREATE TABLE activities (
  tenant_id TEXT NOT NULL,
  id TEXT NOT NULL,
  contact_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  notes TEXT,
  done INTEGER NOT NULL DEFAULT 0,
  at TEXT NOT NULL,
  PRIMARY KEY (tenant_id, id)
);
CREATE TABLE stages (
  tenant_id TEXT NOT NULL,
  name TEXT NOT NULL,
  position INTEGER NOT NULL,
  PRIMARY KEY (tenant_id, name)
);

-- # Rows
INSERT INTO stages (name, position) VALUES ('lead', 1), ('offer', 2), ('won', 3), ('lost', 4);
INSERT INTO companies (id, name, domain, employees, fields, created_at) VALUES
  ('k1', 'Acorn of §', 'acorn.test', 40, '{"sector":"wood","rank":{"nl":3}}', '2026-01-01'), ('k2', 'Birch', NULL, 7, NULL, '2026-01-02'), ('k3', 'Cedar §', 'cedar.test', NULL, '{"sector":"§"}', '2026-01-03');
INSERT INTO contacts (id, company_id, first_name, last_name, email, phone, owner, score) VALUES
  ('n1', 'k1', 'Ada', 'Of §', 'ada@acorn.test', '+31 6 1', 'g1', 5.5), ('n2', 'k1', 'Bo', 'Vink', NULL, NULL, 'g2', 1.5), ('n3', NULL, 'Cy', 'vink', 'cy@example.test', '', 'g1', 0),
  ('n4', 'k2', 'Di', 'Of §', NULL, '+3161', NULL, 2);
INSERT INTO deals (id, company_id, title, stage, amount, chance, closes_on) VALUES
  ('d1', 'k1', 'Shelves for §', 'offer', 1200, 60, '2026-02-01'), ('d2', 'k1', 'Doors', 'won', 900.5, 100, '2026-01-15'), ('d3', 'k3', 'Floors', 'lead', 300, 10, NULL);
INSERT INTO activities (id, contact_id, kind, notes, done, at) VALUES
  ('a1', 'n1', 'call', 'Spoke of §', 1, '2026-01-05'), ('a2', 'n1', 'mail', NULL, 0, '2026-01-08'), ('a3', 'n3', 'call', 'Again §', 0, '2026-01-06');

-- # Statements
-- a list as a user has set it up: ["%a%", 0, 25]
SELECT c.id, c.name, c.domain, COUNT(DISTINCT n.id) AS people, COALESCE(SUM(d.amount), 0) AS worth
FROM companies c LEFT JOIN contacts n ON (n.company_id = c.id) LEFT JOIN deals d ON (d.company_id = c.id AND d.stage != 'lost')
WHERE (1 = 1) AND (c.name LIKE ?) GROUP BY c.id HAVING (COUNT(n.id) >= ?) ORDER BY worth DESC, c.name ASC LIMIT ?;

-- a list with columns of fields: ["wood"]
SELECT id, name, fields ->> '$.sector' AS sector, json_extract(fields, '$.rank.nl') AS "rank in NL" FROM companies WHERE fields ->> '$.sector' = ?;

-- people by name, whatever its case: ["VINK"]
SELECT first_name, last_name FROM contacts WHERE last_name = ? COLLATE NOCASE ORDER BY last_name COLLATE NOCASE, first_name;

-- people by their whole name: ["%bo vink%"]
SELECT id, first_name || ' ' || last_name AS name FROM contacts WHERE first_name || ' ' || last_name LIKE ?;

-- people whom one can reach
SELECT id, coalesce(nullif(phone, ''), email, 'nothing') AS reach FROM contacts WHERE nullif(phone, '') IS NOT NULL OR email IS NOT NULL;

-- people with their companies, those without too
SELECT n.first_name, k.name FROM contacts n LEFT JOIN companies k ON k.id = n.company_id ORDER BY n.id;

-- companies with their people, those without too
SELECT n.first_name, k.name FROM contacts n RIGHT JOIN companies k ON k.id = n.company_id ORDER BY k.id, n.id;

-- both without either
SELECT n.id AS person, k.id AS company FROM contacts n FULL OUTER JOIN companies k ON k.id = n.company_id WHERE n.id IS NULL OR k.id IS NULL;

-- what is in common by name
SELECT c.name, d.title FROM companies c JOIN deals d ON d.company_id = c.id JOIN stages s ON s.name = d.stage ORDER BY s.position, d.amount DESC;

-- the same with USING
SELECT title, position FROM deals JOIN (SELECT name AS stage, position FROM stages) USING (stage) ORDER BY position;

-- the funnel
SELECT s.name, count(d.id) AS deals, coalesce(sum(d.amount), 0) AS amount FROM stages s LEFT JOIN deals d ON d.stage = s.name GROUP BY s.name, s.position ORDER BY s.position;

-- what is expected
SELECT sum(amount * chance / 100.0) AS expected FROM deals WHERE stage NOT IN ('won', 'lost');

-- what is expected by month
SELECT coalesce(strftime('%Y-%m', closes_on), 'sometime') AS month, printf('%.2f', sum(amount * chance / 100.0)) AS expected FROM deals GROUP BY 1 ORDER BY 1;

-- the largest deal of each company
SELECT company_id, title, amount FROM deals d WHERE amount = (SELECT max(amount) FROM deals WHERE company_id = d.company_id) ORDER BY company_id;

-- deals above the mean
SELECT title FROM deals WHERE amount > (SELECT avg(amount) FROM deals) ORDER BY title;

-- deals and what share of their company's each is
SELECT title, round(amount * 100.0 / sum(amount) OVER (PARTITION BY company_id), 1) AS share FROM deals ORDER BY id;

-- deals in order, with what was passed
SELECT title, dense_rank() OVER (ORDER BY amount DESC) AS place, percent_rank() OVER (ORDER BY amount) AS above, cume_dist() OVER (ORDER BY amount) AS up_to FROM deals ORDER BY id;

-- the mean of three around each
SELECT id, avg(amount) OVER (ORDER BY closes_on, id ROWS BETWEEN 1 PRECEDING AND 1 FOLLOWING) AS mean FROM deals ORDER BY id;

-- amounts within a range of each
SELECT id, count(*) OVER (ORDER BY amount RANGE BETWEEN 300 PRECEDING AND CURRENT ROW EXCLUDE CURRENT ROW) AS near FROM deals ORDER BY id;

-- what is to be done: ["2026-01-07"]
SELECT a.id, a.kind, n.first_name FROM activities a JOIN contacts n ON n.id = a.contact_id WHERE a.done = 0 AND a.at <= ? ORDER BY a.at;

-- the timeline of a company: ["k1", "k1"]
SELECT at AS moment, kind AS what, notes FROM activities WHERE contact_id IN (SELECT id FROM contacts WHERE company_id = ?)
UNION ALL SELECT closes_on, 'deal', title FROM deals WHERE company_id = ? ORDER BY moment;

-- who has been silent: ["2026-01-07"]
SELECT n.id FROM contacts n WHERE NOT EXISTS (SELECT 1 FROM activities a WHERE a.contact_id = n.id AND a.at >= ?) ORDER BY n.id;

-- who was called and not mailed
SELECT contact_id FROM activities WHERE kind = 'call' EXCEPT SELECT contact_id FROM activities WHERE kind = 'mail';

-- who was called and mailed
SELECT contact_id FROM activities WHERE kind = 'call' INTERSECT SELECT contact_id FROM activities WHERE kind = 'mail';

-- the last activity of each person
SELECT n.id, l.kind, l.at FROM contacts n LEFT JOIN (SELECT contact_id, kind, max(at) AS at FROM activities GROUP BY contact_id) l ON l.contact_id = n.id ORDER BY n.id;

-- possible doubles
SELECT lower(trim(last_name)) AS name, count(*) AS n, group_concat(id, '|') AS ids FROM contacts GROUP BY 1 HAVING count(*) > 1;

-- doubles by another's number: ["n1"]
SELECT b.id FROM contacts a JOIN contacts b ON b.id <> a.id AND (replace(b.phone, ' ', '') = replace(a.phone, ' ', '') OR b.email = a.email) WHERE a.id = ?;

-- two people become one: ["n1", "n3"]
UPDATE activities SET contact_id = ?1 WHERE contact_id = ?2;

-- and take what the other knew: ["n2", "n1"]
UPDATE contacts SET email = coalesce(contacts.email, o.email), phone = coalesce(contacts.phone, o.phone), score = max(contacts.score, o.score)
FROM contacts AS o WHERE contacts.id = ? AND o.id = ? RETURNING contacts.id, email;

-- and the other goes: ["n3"]
DELETE FROM contacts WHERE id = ?;

-- scores from what happened
UPDATE contacts SET score = (SELECT count(*) FROM activities a WHERE a.contact_id = contacts.id) * 2 + iif(email IS NULL, 0, 1);

-- scores by a table of weights
WITH weights (kind, weight) AS (VALUES ('call', 3), ('mail', 1)),
  scores AS (SELECT contact_id, sum(weight) AS score FROM activities JOIN weights USING (kind) GROUP BY contact_id)
UPDATE contacts SET score = scores.score FROM scores WHERE scores.contact_id = contacts.id;

-- scores of a sort
SELECT id, CASE WHEN score >= 5 THEN 'hot' WHEN score > 0 THEN 'warm' ELSE 'cold' END AS heat FROM contacts ORDER BY score DESC, id;

-- a deal moves on: ["won", "d1"]
UPDATE deals SET stage = ?, chance = CASE stage WHEN 'lead' THEN 30 WHEN 'offer' THEN 100 ELSE chance END WHERE id = ? RETURNING id, stage, chance;

-- a deal moves to the stage after its own: ["d3"]
UPDATE deals SET stage = (SELECT b.name FROM stages a JOIN stages b ON b.position = a.position + 1 WHERE a.name = deals.stage) WHERE id = ?;

-- stages are put in another order: ["{\"won\":1,\"lead\":9}"]
UPDATE stages SET position = j.value FROM json_each(?) AS j WHERE j.key = stages.name;

-- a company is made unless its domain is known: ["k9", "Dune", "dune.test", "2026-03-01"]
INSERT INTO companies (id, name, domain, created_at) VALUES (?, ?, ?, ?) ON CONFLICT (tenant_id, domain) WHERE domain IS NOT NULL DO NOTHING RETURNING id;

-- a company is made or named anew: ["k9", "Acorn & Co", "acorn.test", "2026-03-01"]
INSERT INTO companies (id, name, domain, created_at) VALUES (?, ?, ?, ?)
ON CONFLICT (tenant_id, domain) WHERE domain IS NOT NULL DO UPDATE SET name = excluded.name, employees = coalesce(excluded.employees, companies.employees);

-- people of a file: ["[[\"i1\",\"Eve\",\"Eik\"],[\"n1\",\"Ada\",\"Else\"]]"]
INSERT INTO contacts (id, first_name, last_name) SELECT value ->> 0, value ->> 1, value ->> 2 FROM json_each(?) WHERE 1
ON CONFLICT (tenant_id, id) DO UPDATE SET (first_name, last_name) = (excluded.first_name, excluded.last_name);

-- people of a file, by values: ["i1", "Eve", "Eik", "i2", "Fay", "Es"]
INSERT INTO contacts (id, first_name, last_name) VALUES (?, ?, ?), (?, ?, ?) RETURNING id;

-- a field is set: ["paper", "k1"]
UPDATE companies SET fields = json_set(coalesce(fields, '{}'), '$.sector', ?) WHERE id = ? RETURNING fields;

-- a field is taken away: ["k1"]
UPDATE companies SET fields = json_remove(fields, '$.rank') WHERE id = ?;

-- fields of every company, one a row
SELECT c.id, f.fullkey, f.atom FROM companies c, json_tree(c.fields) f WHERE f.atom IS NOT NULL ORDER BY c.id, f.fullkey;

-- companies without fields
SELECT name FROM companies WHERE fields IS NULL OR json_type(fields, '$.sector') IS NULL;

-- companies by size
SELECT CASE WHEN employees IS NULL THEN 'unknown' WHEN employees < 10 THEN 'small' ELSE 'large' END AS size, count(*) FROM companies GROUP BY size ORDER BY size;

-- companies by what they are worth, of one page: ["A", 2]
SELECT * FROM (SELECT c.id, c.name, (SELECT coalesce(sum(amount), 0) FROM deals WHERE company_id = c.id) AS worth FROM companies c) AS t WHERE t.name > ? ORDER BY t.worth DESC, t.id LIMIT ?;

-- a company is removed with its deals: ["k3"]
DELETE FROM companies WHERE id = ? AND NOT EXISTS (SELECT 1 FROM contacts WHERE company_id = companies.id);

-- what is done is removed: ["2026-01-06"]
DELETE FROM activities WHERE done = 1 AND at < ? RETURNING id, kind;

-- a report across stages
SELECT c.name,
  sum(iif(d.stage = 'lead', d.amount, 0)) AS lead,
  sum(iif(d.stage = 'offer', d.amount, 0)) AS offer,
  sum(iif(d.stage = 'won', d.amount, 0)) AS won
FROM companies c JOIN deals d ON d.company_id = c.id GROUP BY c.id ORDER BY c.id;

-- a report with a total below
SELECT stage, sum(amount) AS amount FROM deals GROUP BY stage UNION ALL SELECT 'all', sum(amount) FROM deals;

-- a bound copy of a filter: [1, "n1", "n2"]
SELECT [id], `first_name` FROM "contacts" WHERE ?1 = 1 AND "contacts"."id" IN (?2, ?3) ORDER BY "id";
