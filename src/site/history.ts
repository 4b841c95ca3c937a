import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";

/** A commit that changed pages. */
export interface PageChange {
  readonly commit: string;
  readonly at: Date;
  /** The first line of what its author says of it. */
  readonly subject: string;
  /** The pages, from the repository's root. */
  readonly files: readonly string[];
}

export interface History {
  /** The newest first; none where nothing is known. */
  readonly changes: readonly PageChange[];
  /** Pages that differ from the last commit, whose last change has no date yet. */
  readonly uncommitted: ReadonlySet<string>;
}

const PAGES = "src/content/docs";
const NOTHING: History = { changes: [], uncommitted: new Set() };

let known: History | undefined;

/** What git knows of this repository's pages, read once. */
export function readHistory(): History {
  known ??= readHistoryOf(process.cwd());
  return known;
}

/**
 * What git knows of the pages below `root`. Without git, or outside a checkout, nothing. In a shallow clone the oldest
 * commit seems to have made every file: it is left out, so that what only it tells of has no date rather than a wrong one.
 */
export function readHistoryOf(root: string): History {
  const git = (...words: string[]): string =>
    execFileSync("git", ["-c", "core.quotePath=false", ...words], {
      cwd: root,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
      maxBuffer: 64 * 1024 * 1024,
    });
  try {
    const log = git("log", "--no-renames", "--relative", "--name-only", `--format=${FORMAT}`, "--", PAGES);
    const cut = readCutOff(root, git);
    const status = git("status", "--porcelain", "--no-renames", "--untracked-files=all", "-z", "--", PAGES);
    const prefix = git("rev-parse", "--show-prefix").trim();
    return {
      changes: parseLog(log).filter(({ commit, files }) => files.length > 0 && !cut.has(commit)),
      uncommitted: new Set(status.split("\0").map((line) => line.slice("XY ".length + prefix.length))),
    };
  } catch {
    return NOTHING; // No git, no checkout, or no commit yet.
  }
}

/** One record a commit: a mark, three fields, then the files; a merge has none of its own. */
const FORMAT = "%x1e%H%x1f%cI%x1f%s";

function parseLog(log: string): PageChange[] {
  return log
    .split("\u001e")
    .slice(1)
    .map((record) => {
      const [head = "", ...files] = record.split("\n").filter((line) => line !== "");
      const [commit = "", at = "", subject = ""] = head.split("\u001f");
      return { commit, at: new Date(at), subject, files };
    });
}

/** The commits whose parents a shallow clone has left out. */
function readCutOff(root: string, git: (...words: string[]) => string): Set<string> {
  if (git("rev-parse", "--is-shallow-repository").trim() !== "true") return new Set();
  const file = git("rev-parse", "--git-path", "shallow").trim();
  return new Set(readFileSync(resolve(join(root), file), "utf8").split("\n"));
}

/** When a page was last changed, if that is known. */
export function lastChange(file: string, { changes, uncommitted } = readHistory()): Date | undefined {
  if (uncommitted.has(file)) return undefined;
  return changes.find(({ files }) => files.includes(file))?.at;
}
