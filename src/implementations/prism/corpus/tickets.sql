-- A desk for tickets. Own text.

-- # Tables
CREATE TABLE agents (
  tenant_id TEXT NOT NULL,
  id TEXT NOT NULL,
  name TEXT NOT NULL,
  role TEXT NOT NULL DEFAULT 'agent',
  PRIMARY KEY (tenant_id, id)
);
CREATE TABLE tickets (
  tenant_id TEXT NOT NULL,
  number INTEGER NOT NULL,
  subject TEXT NOT NULL,
  status TEXT NOT NULL DEFAULT 'new',
  priority INTEGER NOT NULL DEFAULT 2,
  requester TEXT NOT NULL COLLATE NOCASE,
  assignee_id TEXT,
  due_at TEXT,
  created_at TEXT NOT NULL,
  closed_at TEXT,
  minutes_open INTEGER AS (CAST((julianday(closed_at) - julianday(created_at)) * 1440 AS INTEGER)) VIRTUAL,
  PRIMARY KEY (tenant_id, number),
  FOREIGN KEY (tenant_id, assignee_id) REFERENCES agents (tenant_id, id)
);
CREATE INDEX tickets_by_status ON tickets (tenant_id, status, priority);
CREATE TABLE messages (
  tenant_id TEXT NOT NULL,
  id TEXT NOT NULL,
  ticket INTEGER NOT NULL,
  author TEXT NOT NULL,
  body TEXT NOT NULL,
  internal INTEGER NOT NULL DEFAULT 0,
  sent_at TEXT NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, ticket) REFERENCES tickets (tenant_id, number) ON DELETE CASCADE
);
CREATE TABLE labels (
  tenant_id TEXT NOT NULL,
  ticket INTEGER NOT NULL,
  label TEXT NOT NULL,
  PRIMARY KEY (tenant_id, ticket, label)
) WITHOUT ROWID;
CREATE TABLE history (
  tenant_id TEXT NOT NULL,
  ticket INTEGER NOT NULL,
  at TEXT NOT NULL,
  was TEXT,
  became TEXT,
  PRIMARY KEY (tenant_id, ticket, at, became)
);
CREATE TRIGGER tickets_history AFTER UPDATE OF status ON tickets WHEN old.status <> new.status BEGIN
  INSERT OR REPLACE INTO history (tenant_id, ticket, at, was, became) VALUES (new.tenant_id, new.number, '2026-01-01', old.status, new.status);
END;
CREATE VIEW waiting AS
  SELECT t.number, t.subject, t.priority, a.name AS agent FROM tickets t LEFT JOIN agents a ON a.id = t.assignee_id WHERE t.status NOT IN ('closed', 'solved');

-- # Rows
INSERT INTO agents (id, name, role) VALUES ('g1', 'Gus of §', 'agent'), ('g2', 'Ivy', 'lead');
INSERT INTO tickets (number, subject, status, priority, requester, assignee_id, due_at, created_at, closed_at) VALUES
  (1, 'It broke at §', 'open', 3, 'ada@example.test', 'g1', '2026-01-03', '2026-01-01 08:00:00', NULL),
  (2, 'How do I, §?', 'closed', 1, 'bo@example.test', 'g2', NULL, '2026-01-01 09:00:00', '2026-01-01 10:30:00'),
  (3, 'It broke again', 'new', 2, 'Ada@example.test', NULL, '2026-01-09', '2026-01-02 08:00:00', NULL);
INSERT INTO messages (id, ticket, author, body, internal, sent_at) VALUES
  ('m1', 1, 'ada@example.test', 'Help at §', 0, '2026-01-01 08:00:00'), ('m2', 1, 'g1', 'A note of §', 1, '2026-01-01 08:10:00'),
  ('m3', 1, 'g1', 'Try this', 0, '2026-01-01 08:20:00'), ('m4', 2, 'bo@example.test', 'How?', 0, '2026-01-01 09:00:00');
INSERT INTO labels (ticket, label) VALUES (1, 'bug'), (1, '§'), (2, 'how'), (3, 'bug');
INSERT INTO history (ticket, at, was, became) VALUES (2, '2026-01-01 10:30:00', 'open', 'closed');

-- # Statements
-- the queue
SELECT number, subject, priority FROM tickets WHERE status IN ('new', 'open') ORDER BY priority DESC, created_at;

-- the queue of an agent: ["g1"]
SELECT number, subject, due_at FROM tickets WHERE assignee_id = ? AND status <> 'closed' ORDER BY due_at IS NULL, due_at;

-- the queue with nulls last
SELECT number FROM tickets ORDER BY due_at ASC NULLS LAST, number DESC;

-- what nobody has
SELECT number FROM tickets WHERE assignee_id IS NULL;

-- what is late: ["2026-01-05"]
SELECT number, julianday(?1) - julianday(due_at) AS days FROM tickets WHERE due_at < ?1 AND closed_at IS NULL;

-- a ticket: [1]
SELECT * FROM tickets WHERE number = ?;

-- a ticket with its agent: [1]
SELECT t.number, t.subject, coalesce(a.name, 'nobody') AS agent FROM tickets t LEFT JOIN agents a ON t.assignee_id = a.id WHERE t.number = ?;

-- the messages of a ticket, for who asked: [1]
SELECT author, body, sent_at FROM messages WHERE ticket = ? AND NOT internal ORDER BY sent_at ASC;

-- the last message of every ticket
SELECT t.number, m.body FROM tickets t LEFT JOIN messages m ON m.id = (SELECT id FROM messages WHERE ticket = t.number ORDER BY sent_at DESC LIMIT 1) ORDER BY t.number;

-- the last message of every ticket, by a window
SELECT ticket, body FROM (SELECT ticket, body, row_number() OVER (PARTITION BY ticket ORDER BY sent_at DESC) AS n FROM messages) WHERE n = 1 ORDER BY ticket;

-- the last message of every ticket, by what SQLite does with max
SELECT ticket, body, max(sent_at) AS last FROM messages GROUP BY ticket;

-- who spoke in a ticket: [1]
SELECT group_concat(DISTINCT author) AS authors FROM messages WHERE ticket = ?;

-- tickets with a label: ["bug"]
SELECT t.number, t.subject FROM tickets t JOIN labels l ON l.ticket = t.number WHERE l.label = ? ORDER BY t.number;

-- tickets with all of these labels: ["bug", "how", 1]
SELECT ticket FROM labels WHERE label IN (?, ?) GROUP BY ticket HAVING count(DISTINCT label) = ?;

-- tickets with one label and without another: ["bug", "how"]
SELECT ticket FROM labels WHERE label = ? EXCEPT SELECT ticket FROM labels WHERE label = ?;

-- labels of each ticket
SELECT t.number, (SELECT json_group_array(label) FROM (SELECT label FROM labels WHERE ticket = t.number ORDER BY label)) AS labels FROM tickets t;

-- how often each label is used
SELECT label, count(*) FROM labels GROUP BY label ORDER BY count(*) DESC, label;

-- tickets by status
SELECT status, count(*) AS n FROM tickets GROUP BY status;

-- tickets by status, those of none too
WITH every (status) AS (VALUES ('new'), ('open'), ('closed')) SELECT every.status, count(t.number) AS n FROM every LEFT JOIN tickets t USING (status) GROUP BY every.status ORDER BY n;

-- a board: a column for each status
SELECT status, json_group_array(json_object('number', number, 'subject', subject) ORDER BY priority DESC, number) AS cards FROM tickets GROUP BY status ORDER BY status;

-- how long it takes
SELECT avg(minutes_open) AS mean, min(minutes_open) AS least, max(minutes_open) AS most FROM tickets WHERE closed_at IS NOT NULL;

-- how long the first answer takes
SELECT t.number, CAST(round((julianday(min(m.sent_at)) - julianday(t.created_at)) * 1440) AS INTEGER) AS minutes
FROM tickets t JOIN messages m ON m.ticket = t.number AND m.author IN (SELECT id FROM agents) AND m.internal = 0 GROUP BY t.number;

-- the load of agents
SELECT a.name, count(t.number) AS open, sum(t.priority) AS weight FROM agents a LEFT JOIN tickets t ON t.assignee_id = a.id AND t.closed_at IS NULL GROUP BY a.id ORDER BY open DESC, a.name;

-- the agent with the fewest
SELECT a.id FROM agents a ORDER BY (SELECT count(*) FROM tickets t WHERE t.assignee_id = a.id AND t.status != 'closed'), a.id LIMIT 1;

-- the next number
SELECT coalesce(max(number), 0) + 1 AS next FROM tickets;

-- a new ticket with the next number: ["New trouble", "cy@example.test", "2026-02-01"]
INSERT INTO tickets (number, subject, requester, created_at) SELECT coalesce(max(number), 0) + 1, ?, ?, ? FROM tickets RETURNING number;

-- its first message: ["m9", 1, "ada@example.test", "Hello", "2026-02-01"]
INSERT INTO messages (id, ticket, author, body, sent_at) VALUES (?1, ?2, ?3, ?4, ?5);

-- a message that may come twice: ["m8", 1, "ada@example.test", "Help", "2026-01-01"]
INSERT INTO messages (id, ticket, author, body, sent_at) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING;

-- a ticket is given to who has the fewest: [3]
UPDATE tickets SET assignee_id = (SELECT a.id FROM agents a LEFT JOIN tickets t ON t.assignee_id = a.id GROUP BY a.id ORDER BY count(t.number), a.id LIMIT 1), status = 'open' WHERE number = ? AND assignee_id IS NULL RETURNING assignee_id;

-- a ticket is closed: ["2026-01-04 08:00:00", 1]
UPDATE tickets SET status = 'closed', closed_at = ? WHERE number = ? AND status <> 'closed' RETURNING number, minutes_open;

-- a ticket is opened again: [2]
UPDATE tickets SET status = 'open', closed_at = NULL WHERE number = ?;

-- tickets that nobody answered are closed: ["2026-01-02 00:00:00"]
UPDATE tickets SET status = 'closed', closed_at = ?1 WHERE number IN (SELECT ticket FROM messages GROUP BY ticket HAVING max(sent_at) < ?1) AND status <> 'closed';

-- tickets are raised as they age: ["2026-01-02"]
UPDATE tickets SET priority = min(priority + CASE WHEN created_at < ? THEN 1 ELSE 0 END, 5) WHERE closed_at IS NULL RETURNING number, priority;

-- all of an agent's are given away: ["g2", "g1"]
UPDATE tickets SET assignee_id = ? WHERE assignee_id = ?;

-- a ticket goes into another: [2, 1]
UPDATE messages SET ticket = ? WHERE ticket = ?;

-- its labels too: [2, 1]
INSERT OR IGNORE INTO labels (ticket, label) SELECT ?, label FROM labels WHERE ticket = ?;

-- a label is given: [3, "urgent"]
INSERT INTO labels (ticket, label) VALUES (?, ?) ON CONFLICT (tenant_id, ticket, label) DO NOTHING RETURNING label;

-- a label is renamed: ["defect", "bug"]
UPDATE OR IGNORE labels SET label = ? WHERE label = ?;

-- a label is renamed where that takes its place: ["how", "bug"]
UPDATE OR REPLACE labels SET label = ? WHERE label = ?;

-- a label is taken: [1, "bug"]
DELETE FROM labels WHERE ticket = ? AND label = ?;

-- a ticket is removed: [1]
DELETE FROM tickets WHERE number = ? RETURNING subject;

-- what is closed for long is removed: ["2026-01-02"]
DELETE FROM tickets WHERE status = 'closed' AND closed_at < ?;

-- the view: [2]
SELECT * FROM waiting WHERE priority >= ? ORDER BY priority DESC;

-- the view, counted by agent
SELECT agent, count(*) AS n FROM waiting GROUP BY agent ORDER BY agent NULLS FIRST;

-- a search without an index: ["%broke%"]
SELECT number, subject FROM tickets WHERE subject LIKE ?1 OR EXISTS (SELECT * FROM messages WHERE ticket = tickets.number AND body LIKE ?1) ORDER BY number;

-- a search by a pattern: ["*again*"]
SELECT number FROM tickets WHERE subject GLOB ? AND subject NOT LIKE 'x%';

-- who asks in any case: ["ADA@EXAMPLE.TEST"]
SELECT number FROM tickets WHERE requester = ? ORDER BY number;

-- who asks most: [5]
SELECT lower(requester) AS who, count(*) AS n FROM tickets GROUP BY lower(requester) ORDER BY n DESC, who LIMIT ?;

-- opened and closed by day
SELECT day, sum(opened) AS opened, sum(closed) AS closed FROM (
  SELECT date(created_at) AS day, 1 AS opened, 0 AS closed FROM tickets
  UNION ALL SELECT date(closed_at), 0, 1 FROM tickets WHERE closed_at IS NOT NULL
) GROUP BY day ORDER BY day;

-- days between two, with what was opened on each: ["2026-01-01", "2026-01-04"]
WITH RECURSIVE days (day) AS (SELECT date(?1) UNION ALL SELECT date(day, '+1 day') FROM days WHERE day < ?2)
SELECT day, (SELECT count(*) FROM tickets WHERE date(created_at) = day) AS n FROM days;

-- what changed and how long it was so
SELECT ticket, was, became, at, lag(at) OVER (PARTITION BY ticket ORDER BY at) AS since FROM history;

-- a share of the whole
SELECT status, round(100.0 * count(*) / (SELECT count(*) FROM tickets), 1) AS share FROM tickets GROUP BY status ORDER BY status;

-- tickets of the same subject
SELECT a.number AS one, b.number AS other FROM tickets a CROSS JOIN tickets b WHERE a.number < b.number AND substr(a.subject, 1, 8) = substr(b.subject, 1, 8);
