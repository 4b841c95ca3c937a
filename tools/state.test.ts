import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { holdState } from "./state.ts";

const URL = "http://localhost:8787";
const OURS = { pid: process.pid, url: URL };

let state: string;
beforeEach(() => {
  state = mkdtempSync(join(tmpdir(), "grove-state-"));
});
afterEach(() => rmSync(state, { recursive: true }));

const readLock = (): unknown => JSON.parse(readFileSync(join(state, "holder.json"), "utf8"));

test("the second to ask is told who holds the state, and where it serves", () => {
  expect(holdState(state, URL)).toBeUndefined();
  expect(holdState(state, "http://localhost:8788")).toEqual(OURS);
  expect(readLock()).toEqual(OURS);
});

test("what a killed process left is taken over", () => {
  const { pid } = spawnSync(process.execPath, ["--version"]);
  writeFileSync(join(state, "holder.json"), JSON.stringify({ pid, url: URL }));

  expect(holdState(state, URL)).toBeUndefined();
  expect(readLock()).toEqual(OURS);
});

test("what was cut off while writing is taken over", () => {
  writeFileSync(join(state, "holder.json"), '{"pid":');

  expect(holdState(state, URL)).toBeUndefined();
  expect(readLock()).toEqual(OURS);
});
