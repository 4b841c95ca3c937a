import { execFile, execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { ROOT } from "../sources.ts";

/** Where the specs of a copy may find what is not committed. */
const GENERATED = "worker-configuration.d.ts";

interface Ran {
  readonly code: number;
  readonly output: string;
}

export interface Copy {
  readonly root: string;
  read(path: string): string;
  /** Runs a command of the toolchain in the copy, with lines piped in. */
  run(command: string, args: readonly string[], input?: string): Promise<Ran>;
  /** What the copy's commit does not have: new and changed files, sorted. */
  changed(): string[];
}

/** A copy of this repository as it stands, committed, in a folder of its own, with the same packages. */
export function copyRepository(): Copy {
  const root = mkdtempSync(join(tmpdir(), "grove-copy-"));
  const git = (...args: string[]): string => execFileSync("git", args, { cwd: root, encoding: "utf8" });
  const listed = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard"], {
    cwd: ROOT,
    encoding: "utf8",
  });
  const paths = listed.split("\n").filter((path) => path !== "" && !/^(?:docs|public)\//.test(path));
  for (const path of [...paths, GENERATED]) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    cpSync(join(ROOT, path), join(root, path), { force: true });
  }
  symlinkSync(join(ROOT, "node_modules"), join(root, "node_modules"));
  git("init", "--quiet");
  git("add", "--all");
  git(
    "-c",
    "user.name=copy",
    "-c",
    "user.email=copy@example.org",
    "commit",
    "--quiet",
    "--message=as it stood",
  );
  return {
    root,
    read: (path) => readFileSync(join(root, path), "utf8"),
    run: (command, args, input = "") => runIn(root, { command, args, input }),
    changed: () =>
      git("status", "--short", "--untracked-files=all")
        .split("\n")
        .filter((line) => line !== "")
        .map((line) => line.slice(3).replaceAll('"', ""))
        .toSorted(),
  };
}

function runIn(
  root: string,
  { command, args, input }: { command: string; args: readonly string[]; input: string },
): Promise<Ran> {
  const program = command === "node" ? process.execPath : join(root, "node_modules/.bin", command);
  const { VITEST: _, VITEST_POOL_ID: __, VITEST_WORKER_ID: ___, NODE_OPTIONS: ____, ...env } = process.env;
  const path = `${join(root, "node_modules/.bin")}:${env["PATH"]}`;
  return new Promise((resolve) => {
    const child = execFile(
      program,
      [...args],
      { cwd: root, env: { ...env, PATH: path, NO_COLOR: "1" }, maxBuffer: 64 * 1024 * 1024 },
      (error, stdout, stderr) => resolve({ code: error ? 1 : 0, output: stdout + stderr }),
    );
    child.stdin?.end(input);
  });
}
