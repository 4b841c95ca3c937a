import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { lastChange, readHistoryOf } from "./history.ts";

const first = "src/content/docs/first.mdx";
const second = "src/content/docs/second.mdx";

let folder: string;
let checkout: string;

function git(cwd: string, words: readonly string[], at = "2026-01-01T00:00:00Z"): void {
  const env = { ...process.env, GIT_COMMITTER_DATE: at, GIT_AUTHOR_DATE: at };
  const who = ["-c", "user.name=Test", "-c", "user.email=test@example.org", "-c", "commit.gpgsign=false"];
  execFileSync("git", [...who, ...words], { cwd, env, stdio: "ignore" });
}

function commit(file: string, subject: string, at: string): void {
  writeFileSync(join(checkout, file), subject);
  git(checkout, ["add", "-A"], at);
  git(checkout, ["commit", "-m", subject], at);
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "grove-history-"));
  checkout = join(folder, "checkout");
  mkdirSync(join(checkout, "src/content/docs"), { recursive: true });
  git(checkout, ["init"]);
  commit(first, "first page", "2026-02-01T10:00:00+02:00");
  commit("README.md", "no page", "2026-02-02T10:00:00Z");
  commit(second, "second: a page, too", "2026-02-03T10:00:00Z");
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("a change is a commit that touches pages, the newest first", () => {
  const { changes } = readHistoryOf(checkout);

  expect(changes.map(({ subject, files }) => ({ subject, files }))).toEqual([
    { subject: "second: a page, too", files: [second] },
    { subject: "first page", files: [first] },
  ]);
  expect(lastChange(first, readHistoryOf(checkout))).toEqual(new Date("2026-02-01T08:00:00Z"));
});

test("in a shallow clone a page that only the oldest commit tells of has no date", () => {
  const clone = join(folder, "shallow");
  git(folder, ["clone", "--depth", "2", `file://${checkout}`, clone]);
  const history = readHistoryOf(clone);

  expect(lastChange(second, history)).toEqual(new Date("2026-02-03T10:00:00Z"));
  expect(lastChange(first, history)).toBeUndefined();
});

test("a page that was changed since the last commit has no date", () => {
  const clone = join(folder, "changed");
  git(folder, ["clone", checkout, clone]);
  writeFileSync(join(clone, first), "not committed");
  const history = readHistoryOf(clone);

  expect(lastChange(first, history)).toBeUndefined();
  expect(lastChange(second, history)).toEqual(new Date("2026-02-03T10:00:00Z"));
});

test("outside a checkout nothing is known, and in another project's checkout neither", () => {
  const archive = join(folder, "archive");
  const within = join(checkout, "vendor");
  for (const place of [archive, within]) {
    mkdirSync(join(place, "src/content/docs"), { recursive: true });
    writeFileSync(join(place, first), "unpacked");
    expect(readHistoryOf(place).changes).toEqual([]);
    expect(lastChange(first, readHistoryOf(place))).toBeUndefined();
  }
});
