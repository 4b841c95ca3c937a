import { expect, test } from "vitest";
import type { Trouble } from "../kit/sandbox.ts";
import type { LiveShare } from "./live.ts";
import { Session } from "./session.ts";

const OUTCOME = { rows: [{ slug: "first" }], more: false, changes: 0, scoped: "SELECT 1", tables: ["posts"] };

function newSession(open: () => Promise<LiveShare | Trouble>): Session {
  return new Session({ open, changed: () => undefined });
}

function share(run: LiveShare["run"]): () => Promise<LiveShare> {
  return async () => ({ name: "sandbox-x", run });
}

test("what is typed is rewritten at once, and an old answer goes", async () => {
  const session = newSession(share(async () => OUTCOME));
  await session.goLive(true);
  await session.run();
  expect(session.outcome).toEqual(OUTCOME);
  session.type("SELECT slug FROM sqlite_master");

  expect(session.outcome).toBeUndefined();
  expect(session.rewriting.kind).toBe("refused");
});

test("live, a statement is run and its answer told", async () => {
  const asked: string[] = [];
  const session = newSession(
    share(async (sql) => {
      asked.push(sql);
      return { ...OUTCOME, changes: 2 };
    }),
  );
  await session.goLive(true);
  session.type("UPDATE posts SET title = 'x'");
  await session.run();

  expect(asked).toEqual(["UPDATE posts SET title = 'x'"]);
  expect(session.news).toBe("1 row; 2 changed.");
});

test("what the Worker refuses is said, and the statement stays", async () => {
  const session = newSession(share(async () => ({ kind: "trouble", why: "At character 7: no." })));
  await session.goLive(true);
  session.type("SELECT rowid FROM posts");
  await session.run();

  expect(session.trouble).toBe("At character 7: no.");
  expect(session.sql).toBe("SELECT rowid FROM posts");
  expect(session.outcome).toBeUndefined();
});

test("a Worker that cannot be reached leaves the demo as it was", async () => {
  const session = newSession(async () => ({ kind: "trouble", why: "Away." }));
  await session.goLive(true);

  expect(session.isLive).toBe(false);
  expect(session.trouble).toBe("Away.");
});

test("one thing at a time: a second press while the first is asked for does nothing", async () => {
  let opened = 0;
  const session = newSession(async () => {
    opened += 1;
    return await share(async () => OUTCOME)();
  });
  await Promise.all([session.goLive(true), session.goLive(true)]);

  expect(opened).toBe(1);
});
