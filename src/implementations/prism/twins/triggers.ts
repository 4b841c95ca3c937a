import { POSTS, trigger, type Twins } from "./twins.ts";

const OWN = "tenant_id = new.tenant_id";

export const TRIGGERS: readonly Twins[] = [
  {
    what: "a trigger that inserts for a tenant of its own choice",
    rule: "trigger",
    wrong: trigger("INSERT INTO log (tenant_id, id) VALUES ('b', new.id)"),
    right: trigger("INSERT INTO log (tenant_id, id) VALUES (new.tenant_id, new.id)"),
  },
  {
    what: "a trigger that inserts without saying for whom",
    rule: "trigger",
    wrong: trigger("INSERT INTO log VALUES (new.tenant_id, new.id, 1)"),
    right: trigger("INSERT INTO log (id, tenant_id) SELECT new.id, new.tenant_id WHERE new.n > 1"),
  },
  {
    what: "a trigger with a second row that is not held to the tenant",
    rule: "trigger",
    wrong: trigger("INSERT INTO log (tenant_id, id) VALUES (new.tenant_id, '1'), (new.id, '2')"),
    right: trigger("INSERT INTO log (tenant_id, id) VALUES (new.tenant_id, '1'), (old.tenant_id, '2')"),
  },
  {
    what: "a trigger whose upsert moves a row",
    rule: "trigger",
    wrong: trigger(
      "INSERT INTO log (tenant_id, id) VALUES (new.tenant_id, 'x') ON CONFLICT DO UPDATE SET tenant_id = 'b'",
    ),
    right: trigger(
      "INSERT INTO log (tenant_id, id) VALUES (new.tenant_id, 'x') ON CONFLICT DO UPDATE SET n = n + 1",
    ),
  },
  {
    what: "a trigger that updates every tenant's rows",
    rule: "trigger",
    wrong: trigger("UPDATE log SET n = 1 WHERE id = new.id"),
    right: trigger(`UPDATE log SET n = 1 WHERE id = new.id AND (${OWN})`),
  },
  {
    what: "a trigger that updates by a condition that need not hold",
    rule: "trigger",
    wrong: trigger(`UPDATE log SET n = 1 WHERE id = new.id OR ${OWN}`),
    right: trigger("UPDATE log SET n = 1 WHERE id = new.id AND new.tenant_id = tenant_id"),
  },
  {
    what: "a trigger that moves a row to another tenant",
    rule: "trigger",
    wrong: trigger(`UPDATE log SET (n, tenant_id) = (1, 'b') WHERE ${OWN}`),
    right: trigger(`UPDATE log SET (n, id) = (1, 'b') WHERE ${OWN}`),
  },
  {
    what: "a trigger that deletes every tenant's rows",
    rule: "trigger",
    wrong: trigger("DELETE FROM log WHERE id = old.id", "AFTER DELETE ON posts"),
    right: trigger("DELETE FROM log WHERE tenant_id = old.tenant_id", "AFTER DELETE ON posts"),
  },
  {
    what: "a trigger that reads a table",
    rule: "trigger",
    wrong: trigger("INSERT INTO log (tenant_id, id, n) SELECT new.tenant_id, 'x', count(*) FROM posts"),
    right: trigger(
      "INSERT INTO log (tenant_id, id, n) SELECT new.tenant_id, value, 1 FROM json_each(new.id)",
    ),
  },
  {
    what: "a trigger that reads a table in its condition",
    rule: "trigger",
    wrong: trigger("SELECT 1", "AFTER UPDATE ON posts WHEN new.id IN log"),
    right: trigger("SELECT 1", "AFTER UPDATE ON posts WHEN new.n > 1"),
  },
  {
    what: "a trigger that searches an index as a function",
    rule: "trigger",
    wrong: `CREATE VIRTUAL TABLE found USING fts5 (tenant_id UNINDEXED, title); ${trigger("INSERT INTO log (tenant_id, id) SELECT new.tenant_id, title FROM found('x')")}`,
    right: `CREATE VIRTUAL TABLE found USING fts5 (tenant_id UNINDEXED, title); ${trigger("INSERT INTO found (tenant_id, title) VALUES (new.tenant_id, new.id)")}`,
  },
  {
    what: "a trigger that tells how many rows there were",
    rule: "trigger",
    wrong: trigger("INSERT INTO log (tenant_id, id, n) VALUES (new.tenant_id, 'x', total_changes())"),
    right: trigger("INSERT INTO log (tenant_id, id, n) VALUES (new.tenant_id, 'x', unixepoch())"),
  },
  {
    what: "a trigger that rolls back",
    rule: "trigger",
    wrong: trigger("SELECT RAISE(ROLLBACK, 'no')", "BEFORE UPDATE OF tenant_id ON posts"),
    right: trigger("SELECT RAISE(ABORT, 'no')", "BEFORE UPDATE OF tenant_id ON posts"),
  },
  {
    what: "a trigger whose write fails halfway",
    rule: "trigger",
    wrong: trigger("INSERT OR FAIL INTO log (tenant_id, id) VALUES (new.tenant_id, 'x')"),
    right: trigger("INSERT OR IGNORE INTO log (tenant_id, id) VALUES (new.tenant_id, 'x')"),
  },
  {
    what: "a trigger that writes to what is shared",
    rule: "trigger",
    wrong: trigger(`DELETE FROM log WHERE ${OWN}`),
    right: `${POSTS} CREATE TABLE log (n INTEGER);`,
    options: { shared: ["log"] },
  },
  {
    what: "a trigger that is set off by what is shared",
    rule: "trigger",
    wrong: trigger("DELETE FROM posts WHERE tenant_id = old.tenant_id", "AFTER DELETE ON log"),
    right: trigger("SELECT 1"),
    options: { shared: ["log"] },
  },
  {
    what: "a trigger that writes where a row of another tenant may be in the way",
    rule: "trigger",
    wrong: `${trigger("INSERT INTO log (tenant_id, id, n) VALUES (new.tenant_id, new.id, 1)")} CREATE UNIQUE INDEX log_n ON log (n);`,
    right: `${trigger(`DELETE FROM log WHERE ${OWN}`)} CREATE UNIQUE INDEX log_n ON log (n);`,
    options: { excused: { log_n: "n is a name in the whole of Grove" } },
  },
  {
    what: "a trigger in a view's place",
    rule: "trigger",
    wrong: `${POSTS} CREATE VIEW v AS SELECT * FROM posts; CREATE TRIGGER t INSTEAD OF DELETE ON v BEGIN DELETE FROM posts WHERE tenant_id = old.tenant_id; END;`,
    right: `${POSTS} CREATE VIEW v AS SELECT * FROM posts; CREATE TRIGGER t INSTEAD OF DELETE ON v BEGIN SELECT 1; END; DROP VIEW v;`,
  },
];
