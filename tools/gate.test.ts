import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { ROOT } from "./sources.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "grove-gate-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

test("where no tool is installed the gate still counts, and nothing passes", () => {
  const gate = join(ROOT, "tools", "gate.ts");
  const { status, stdout } = spawnSync(process.execPath, [gate], {
    cwd: folder,
    env: { PATH: "" },
    encoding: "utf8",
  });

  expect(stdout.trimEnd().split("\n").at(-1)).toMatch(/^0 passed, [1-9]\d* failed$/);
  expect(stdout).toContain("Cannot run oxlint");
  expect(stdout).toMatch(/^failed: lint$/m);
  expect(status).toBe(1);
});
