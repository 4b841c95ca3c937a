import { expect, test } from "vitest";
import { createCommits } from "./group-commit.ts";

interface Undoable {
  rows: string[];
  commits: number;
  failing: boolean;
}

/** A list for a database: nested transactions, each undone by what is thrown in it. */
function newDatabase(turn = async (): Promise<void> => undefined) {
  const database: Undoable = { rows: [], commits: 0, failing: false };
  let depth = 0;
  function transaction<Result>(act: () => Result): Result {
    const before = [...database.rows];
    depth += 1;
    try {
      const result = act();
      if (depth === 1 && database.failing) throw new Error("the disk is full");
      if (depth === 1) database.commits += 1;
      return result;
    } catch (error) {
      database.rows = before;
      throw error;
    } finally {
      depth -= 1;
    }
  }
  return { database, commits: createCommits({ transaction, turn }) };
}

test("works of one turn share one commit, in the order they came", async () => {
  const { database, commits } = newDatabase();
  const numbers = Array.from({ length: 50 }, (_, i) => `${i}`);
  const lengths = await Promise.all(
    numbers.map(async (each) => await commits.commit(() => database.rows.push(each))),
  );

  expect(database).toMatchObject({ rows: numbers, commits: 1 });
  expect(lengths).toEqual(numbers.map((_, i) => i + 1));
});

test("a work that throws is undone alone, and alone hears of it", async () => {
  const { database, commits } = newDatabase();
  const outcomes = await Promise.allSettled([
    commits.commit(() => database.rows.push("first")),
    commits.commit(() => {
      database.rows.push("undone");
      throw new Error("no such post");
    }),
    commits.commit(() => database.rows.push("last")),
  ]);

  expect(database.rows).toEqual(["first", "last"]);
  expect(outcomes.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
});

test("what joins a turn runs in its place, in the turn's transaction and in none of its own", async () => {
  let transactions = 0;
  const ran: string[] = [];
  const transaction = <Result>(act: () => Result): Result => {
    transactions += 1;
    return act();
  };
  const commits = createCommits({ transaction, turn: async () => undefined });
  const set = (what: string) => () => void ran.push(what);
  await Promise.all([commits.join(set("a")), commits.commit(set("b")), commits.join(set("c"))]);

  expect(ran).toEqual(["a", "b", "c"]);
  expect(transactions).toBe(2);
});

test("who joins hears of a transaction that fails, and of what it throws itself", async () => {
  const { database, commits } = newDatabase();
  database.failing = true;
  await expect(commits.join(() => void database.rows.push("lost"))).rejects.toThrow("the disk is full");
  database.failing = false;
  const outcomes = await Promise.allSettled([
    commits.join(() => {
      throw new Error("no such event");
    }),
    commits.join(() => void database.rows.push("kept")),
  ]);

  expect(outcomes.map(({ status }) => status)).toEqual(["rejected", "fulfilled"]);
  expect(database.rows).toEqual(["kept"]);
});

test("a commit that fails is heard of by every work of its turn, and by none of the next", async () => {
  const { database, commits } = newDatabase();
  database.failing = true;
  const failed = await Promise.allSettled([
    commits.commit(() => database.rows.push("a")),
    commits.commit(() => database.rows.push("b")),
  ]);
  database.failing = false;
  await commits.commit(() => database.rows.push("c"));

  expect(failed.map((each) => (each.status === "rejected" ? String(each.reason) : each.status))).toEqual([
    "Error: the disk is full",
    "Error: the disk is full",
  ]);
  expect(database.rows).toEqual(["c"]);
});

test("a disk that fails while a turn is gathered is heard of by every work of it, and by none of the next", async () => {
  let isFailing = true;
  const { database, commits } = newDatabase(async () => {
    if (isFailing) throw new Error("the disk is full");
  });
  const failed = await Promise.allSettled(
    ["a", "b"].map(async (row) => await commits.commit(() => database.rows.push(row))),
  );
  isFailing = false;
  await commits.commit(() => database.rows.push("c"));

  expect(failed.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
  expect(database.rows).toEqual(["c"]);
});
