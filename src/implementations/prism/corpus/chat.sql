-- A chat. Own text.

-- # Tables
CREATE TABLE people (
  tenant_id TEXT NOT NULL,
  id TEXT NOT NULL,
  handle TEXT NOT NULL,
  seen_at INTEGER,
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, handle)
) WITHOUT ROWID;
CREATE TABLE rooms (
  tenant_id TEXT NOT NULL,
  id TEXT NOT NULL,
  topic TEXT,
  kind TEXT NOT NULL DEFAULT 'open',
  last_seq INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (tenant_id, id)
) WITHOUT ROWID;
CREATE TABLE members (
  tenant_id TEXT NOT NULL,
  room_id TEXT NOT NULL,
  person_id TEXT NOT NULL,
  read_seq INTEGER NOT NULL DEFAULT 0,
  muted INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (tenant_id, room_id, person_id),
  FOREIGN KEY (tenant_id, room_id) REFERENCES rooms (tenant_id, id) ON DELETE CASCADE,
  FOREIGN KEY (tenant_id, person_id) REFERENCES people (tenant_id, id) ON DELETE CASCADE
) WITHOUT ROWID;
CREATE INDEX members_of ON members (tenant_id, person_id);
CREATE TABLE messages (
  tenant_id TEXT NOT NULL,
  room_id TEXT NOT NULL,
  seq INTEGER NOT NULL,
  author_id TEXT NOT NULL,
  reply_to INTEGER,
  body TEXT NOT NULL,
  meta BLOB,
  sent_at INTEGER NOT NULL,
  edited_at INTEGER,
  PRIMARY KEY (tenant_id, room_id, seq),
  FOREIGN KEY (tenant_id, room_id) REFERENCES rooms (tenant_id, id) ON DELETE CASCADE
) WITHOUT ROWID;
CREATE TABLE reactions (
  tenant_id TEXT NOT NULL,
  room_id TEXT NOT NULL,
  seq INTEGER NOT NULL,
  person_id TEXT NOT NULL,
  emoji TEXT NOT NULL,
  PRIMARY KEY (tenant_id, room_id, seq, person_id, emoji)
) WITHOUT ROWID;
CREATE VIRTUAL TABLE found USING fts5 (tenant_id UNINDEXED, room_id UNINDEXED, seq UNINDEXED, body, prefix = '2 3');
CREATE TRIGGER messages_found AFTER INSERT ON messages BEGIN
  INSERT INTO found (tenant_id, room_id, seq, body) VALUES (new.tenant_id, new.room_id, new.seq, new.body);
END;

-- # Rows
INSERT INTO people (id, handle, seen_at) VALUES ('u1', 'ada', 5000), ('u2', 'bo-§', 4000), ('u3', 'cy', NULL);
INSERT INTO rooms (id, topic, kind, last_seq) VALUES ('r1', 'All of §', 'open', 3), ('r2', NULL, 'direct', 1), ('r3', 'Empty', 'open', 0);
INSERT INTO members (room_id, person_id, read_seq, muted) VALUES ('r1', 'u1', 3, 0), ('r1', 'u2', 1, 0), ('r1', 'u3', 0, 1), ('r2', 'u1', 0, 0), ('r2', 'u2', 1, 0);
INSERT INTO messages (room_id, seq, author_id, reply_to, body, sent_at) VALUES
  ('r1', 1, 'u1', NULL, 'Welcome to §', 1000), ('r1', 2, 'u2', 1, 'Hello @ada', 2000), ('r1', 3, 'u1', 2, 'Glad you came, §', 3000), ('r2', 1, 'u2', NULL, 'A secret of §', 2500);
INSERT INTO reactions (room_id, seq, person_id, emoji) VALUES ('r1', 1, 'u2', '👍'), ('r1', 1, 'u3', '👍'), ('r1', 1, 'u2', '🌱'), ('r2', 1, 'u1', '👍');

-- # Statements
-- the rooms of a person, those with news first: ["u2"]
SELECT r.id, r.topic, r.last_seq - m.read_seq AS unread FROM members m JOIN rooms r ON r.id = m.room_id WHERE m.person_id = ? ORDER BY unread > 0 DESC, r.id;

-- the rooms of a person with the last message of each: ["u1"]
SELECT r.id, r.topic, l.body, p.handle FROM members m
JOIN rooms r ON r.id = m.room_id
LEFT JOIN messages l ON l.room_id = r.id AND l.seq = r.last_seq
LEFT JOIN people p ON p.id = l.author_id
WHERE m.person_id = ? ORDER BY l.sent_at DESC;

-- how much is unread in all: ["u2"]
SELECT coalesce(sum(r.last_seq - m.read_seq), 0) AS unread FROM members m JOIN rooms r ON m.room_id = r.id WHERE m.person_id = ? AND m.muted = 0;

-- the last messages: ["r1", 50]
SELECT seq, author_id, body, sent_at FROM messages WHERE room_id = ? ORDER BY seq DESC LIMIT ?;

-- the last messages, oldest first: ["r1", 2]
SELECT * FROM (SELECT seq, body FROM messages WHERE room_id = ? ORDER BY seq DESC LIMIT ?) ORDER BY seq;

-- messages before: ["r1", 3, 50]
SELECT seq, body FROM messages WHERE room_id = ? AND seq < ? ORDER BY seq DESC LIMIT ?;

-- messages since: ["r1", 1]
SELECT seq, author_id, body FROM messages WHERE room_id = ?1 AND seq > ?2 ORDER BY seq;

-- messages around one: ["r1", 2, 1]
SELECT seq, body FROM messages WHERE room_id = ?1 AND seq BETWEEN ?2 - ?3 AND ?2 + ?3 ORDER BY seq;

-- messages with their authors and reactions: ["r1"]
SELECT m.seq, p.handle, m.body, (
  SELECT json_group_object(emoji, n) FROM (SELECT emoji, count(*) AS n FROM reactions r WHERE r.room_id = m.room_id AND r.seq = m.seq GROUP BY emoji ORDER BY n DESC, emoji)
) AS reactions FROM messages m JOIN people p ON p.id = m.author_id WHERE m.room_id = ? ORDER BY m.seq;

-- a message with what it answers: ["r1", 3]
SELECT m.body, q.body AS quoted FROM messages AS m LEFT JOIN messages AS q ON q.room_id = m.room_id AND q.seq = m.reply_to WHERE m.room_id = ? AND m.seq = ?;

-- all that a message answers, up to the first: ["r1", 3]
WITH RECURSIVE up AS (
  SELECT seq, reply_to, body FROM messages WHERE room_id = ?1 AND seq = ?2
  UNION ALL SELECT m.seq, m.reply_to, m.body FROM messages m JOIN up ON m.seq = up.reply_to WHERE m.room_id = ?1
) SELECT seq, body FROM up ORDER BY seq;

-- how many answers each has: ["r1"]
SELECT seq, (SELECT count(*) FROM messages a WHERE a.room_id = messages.room_id AND a.reply_to = messages.seq) AS answers FROM messages WHERE room_id = ?;

-- a direct room of two: ["u1", "u2"]
SELECT a.room_id FROM members a JOIN members b ON a.room_id = b.room_id JOIN rooms r ON r.id = a.room_id AND r.kind = 'direct' WHERE a.person_id = ? AND b.person_id = ? LIMIT 1;

-- a room of just these people: ["[\"u1\",\"u2\"]"]
SELECT room_id FROM members GROUP BY room_id HAVING count(*) = json_array_length(?1) AND sum(person_id IN (SELECT value FROM json_each(?1))) = count(*);

-- whether one is in a room: ["r1", "u3"]
SELECT 1 AS is_member FROM members WHERE room_id = ? AND person_id = ?;

-- who is in a room: ["r1"]
SELECT p.id, p.handle, p.seen_at FROM members m INNER JOIN people p ON p.id = m.person_id WHERE m.room_id = ? ORDER BY p.seen_at DESC NULLS LAST, p.handle;

-- who was here lately: [4500]
SELECT handle FROM people WHERE seen_at > ? ORDER BY handle;

-- who has read a message: ["r1", 1]
SELECT person_id FROM members WHERE room_id = ? AND read_seq >= ? ORDER BY person_id;

-- who is not in a room: ["r2"]
SELECT handle FROM people WHERE id NOT IN (SELECT person_id FROM members WHERE room_id = ?);

-- people by the beginning of a handle: ["bo"]
SELECT id, handle FROM people WHERE handle >= ?1 AND handle < ?1 || char(0x10ffff) ORDER BY handle LIMIT 10;

-- the next place in a room is taken: ["r1"]
UPDATE rooms SET last_seq = last_seq + 1 WHERE id = ? RETURNING last_seq;

-- a message is sent there: ["r1", 4, "u1", "More", 4000]
INSERT INTO messages (room_id, seq, author_id, body, sent_at) VALUES (?, ?, ?, ?, ?) RETURNING seq;

-- a message is sent at the next place in one step: ["r1", "u2", "In one step", 4000]
INSERT INTO messages (room_id, seq, author_id, body, sent_at) SELECT ?1, coalesce(max(seq), 0) + 1, ?2, ?3, ?4 FROM messages WHERE room_id = ?1 RETURNING seq, body;

-- a message with bytes: ["r1", 9, "u1", "With bytes", 4000]
INSERT INTO messages (room_id, seq, author_id, body, sent_at, meta) VALUES (?, ?, ?, ?, ?, x'00ff10');

-- bytes, told in hex: ["r1"]
SELECT seq, hex(meta) AS meta, length(body) AS letters, typeof(meta) AS type FROM messages WHERE room_id = ?;

-- a message is edited by its author: ["Edited", 4000, "r1", 1, "u1"]
UPDATE messages SET body = ?, edited_at = ? WHERE room_id = ? AND seq = ? AND author_id = ? RETURNING seq, edited_at;

-- a message is taken back: ["r1", 2, "u2"]
DELETE FROM messages WHERE room_id = ? AND seq = ? AND author_id = ?;

-- a reaction is given: ["r1", 2, "u1", "🌱"]
INSERT INTO reactions (room_id, seq, person_id, emoji) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING;

-- a reaction is taken back: ["r1", 1, "u2", "👍"]
DELETE FROM reactions WHERE room_id = ? AND seq = ? AND person_id = ? AND emoji = ?;

-- reactions, with who gave them: ["r1", 1]
SELECT emoji, count(*) AS n, group_concat(p.handle, ', ' ORDER BY p.handle) AS who FROM reactions r JOIN people p ON p.id = r.person_id WHERE r.room_id = ? AND r.seq = ? GROUP BY emoji ORDER BY n DESC, emoji;

-- what is read goes forward only: [2, "r1", "u2"]
UPDATE members SET read_seq = max(read_seq, ?) WHERE room_id = ? AND person_id = ?;

-- all is read: ["u2"]
UPDATE members SET read_seq = (SELECT last_seq FROM rooms WHERE rooms.id = members.room_id) WHERE person_id = ?;

-- one joins: ["r3", "u2"]
INSERT INTO members (room_id, person_id, read_seq) SELECT r.id, ?2, r.last_seq FROM rooms r WHERE r.id = ?1 AND r.kind = 'open' ON CONFLICT DO NOTHING RETURNING room_id, read_seq;

-- all of a room are brought to another: ["r3", "r1"]
INSERT INTO members (room_id, person_id) SELECT ?, person_id FROM members WHERE room_id = ?;

-- one leaves: ["r1", "u3"]
DELETE FROM members WHERE (room_id, person_id) = (?, ?);

-- a room is muted or not: ["r1", "u1"]
UPDATE members SET muted = 1 - muted WHERE room_id = ? AND person_id = ? RETURNING muted;

-- one was seen: ["u3", "cy", 6000]
INSERT INTO people (id, handle, seen_at) VALUES (?, ?, ?) ON CONFLICT (tenant_id, id) DO UPDATE SET seen_at = excluded.seen_at WHERE people.seen_at IS NULL OR excluded.seen_at > people.seen_at;

-- a room is removed: ["r1"]
DELETE FROM rooms WHERE id = ?;

-- rooms that nobody is in are removed
DELETE FROM rooms WHERE NOT EXISTS (SELECT 1 FROM members WHERE members.room_id = rooms.id) RETURNING id;

-- all but the last two messages of each room are removed
DELETE FROM messages WHERE (room_id, seq) IN (SELECT room_id, seq FROM (SELECT room_id, seq, row_number() OVER (PARTITION BY room_id ORDER BY seq DESC) AS n FROM messages) WHERE n > 2);

-- a search in rooms of one's own: ["glad OR secret", "u2"]
SELECT f.room_id, f.seq, f.body FROM found f JOIN members m ON m.room_id = f.room_id WHERE found MATCH ? AND m.person_id = ? ORDER BY f.room_id, f.seq;

-- a search by the beginning of a word, the latest first: ["wel*", 20]
SELECT room_id, seq FROM found WHERE found MATCH ? ORDER BY CAST(seq AS INTEGER) DESC LIMIT ?;

-- a search as a function: ["hello"]
SELECT room_id, seq, body FROM found(?) ORDER BY seq;

-- a search by how well it fits: ["came"]
SELECT room_id, seq, bm25(found) AS fit FROM found WHERE found MATCH ? ORDER BY fit;

-- how busy rooms are, by hour
SELECT room_id, strftime('%H', sent_at, 'unixepoch') AS hour, count(*) AS n FROM messages GROUP BY room_id, hour;

-- who says most: ["r1"]
SELECT p.handle, count(m.seq) AS n FROM people p LEFT JOIN messages m ON m.author_id = p.id AND m.room_id = ? GROUP BY p.id ORDER BY n DESC, p.handle;

-- gaps of more than so long: [900]
SELECT seq, sent_at - before AS gap FROM (SELECT seq, sent_at, lag(sent_at) OVER (ORDER BY seq) AS before FROM messages WHERE room_id = 'r1') WHERE gap > ?;

-- who was mentioned: ["r1"]
SELECT DISTINCT p.handle FROM messages m JOIN people p ON instr(m.body, '@' || p.handle) > 0 WHERE m.room_id = ?;
