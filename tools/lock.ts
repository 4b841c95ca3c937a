import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "./sources.ts";

/** What this script reads and writes of one entry under `packages` in package-lock.json. */
export interface LockEntry {
  readonly version?: string;
  readonly resolved?: string;
  readonly integrity?: string;
  readonly bin?: Readonly<Record<string, string>>;
  readonly hasInstallScript?: boolean;
  readonly dev?: boolean;
  readonly optional?: boolean;
  readonly os?: readonly string[] | string;
  readonly cpu?: readonly string[] | string;
  readonly libc?: readonly string[];
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

export type LockPackages = Readonly<Record<string, LockEntry>>;

interface Missing {
  readonly path: string;
  readonly name: string;
  readonly entry: LockEntry;
}

/**
 * The optional packages that `packages` names and has no entry for. A registry that does not serve other platforms'
 * packages makes npm leave them out, `npm ci` then refuses the lock file, and a Mac would find no binaries in it.
 * See decisions/008-the-lock-file.md.
 */
export function missingOptionals(packages: LockPackages): Missing[] {
  const missing = new Map<string, Missing>();
  for (const [parent, { dev, optionalDependencies = {} }] of Object.entries(packages)) {
    for (const [name, version] of Object.entries(optionalDependencies)) {
      if (isResolvable(packages, parent, name)) continue;
      const top = `node_modules/${name}`;
      const path = (missing.get(top)?.entry.version ?? version) === version ? top : `${parent}/${top}`;
      const entry = { version, ...platformOf(name), ...(dev && { dev }), optional: true };
      missing.set(path, { path, name, entry });
    }
  }
  return [...missing.values()];
}

function isResolvable(packages: LockPackages, parent: string, name: string): boolean {
  for (
    let folder = parent;
    ;
    folder = folder.slice(0, Math.max(0, folder.lastIndexOf("node_modules/") - 1))
  ) {
    if (packages[`${folder && `${folder}/`}node_modules/${name}`]) return true;
    if (folder === "") return false;
  }
}

const OPERATING_SYSTEMS = new Map([
  ...[
    "aix",
    "android",
    "darwin",
    "freebsd",
    "linux",
    "netbsd",
    "openbsd",
    "openharmony",
    "sunos",
    "win32",
  ].map((name) => [name, name] as const),
  ["linuxmusl", "linux"],
  ["windows", "win32"],
]);
const PROCESSORS = new Map([
  ...["arm", "arm64", "ia32", "loong64", "mips64el", "ppc64", "riscv64", "s390x", "wasm32", "x64"].map(
    (name) => [name, name] as const,
  ),
  ["64", "x64"],
]);
const LIBRARIES = new Map([
  ["gnu", "glibc"],
  ["musl", "musl"],
  ["linuxmusl", "musl"],
]);

/** The `os`, `cpu` and `libc` that a platform package's name tells, as in `@oxlint/binding-linux-x64-gnu`. */
export function platformOf(name: string): Pick<LockEntry, "os" | "cpu" | "libc"> {
  const words = name.slice(name.lastIndexOf("/") + 1).split("-");
  const find = (table: ReadonlyMap<string, string>) =>
    words.map((word) => table.get(word)).find((found) => found !== undefined);
  const os = find(OPERATING_SYSTEMS);
  const cpu = find(PROCESSORS);
  const libc = find(LIBRARIES);
  return { ...(os && { os: [os] }), ...(cpu && { cpu: [cpu] }), ...(libc && { libc: [libc] }) };
}

/** The packages with every optional entry present and no address of a registry, in npm's order. */
export function completeLock(packages: LockPackages): LockPackages {
  const entries = Object.entries(packages).map(([path, entry]) => {
    const { resolved, ...rest } = entry;
    return [path, resolved?.startsWith("http") ? rest : entry] as const;
  });
  const added = missingOptionals(packages).map(({ path, entry }) => [path, entry] as const);
  const sorted = [...entries, ...added].toSorted(([a], [b]) => a.localeCompare(b, "en"));
  return Object.fromEntries(sorted);
}

export function readLock(): { packages: LockPackages } {
  return JSON.parse(readFileSync(join(ROOT, "package-lock.json"), "utf8"));
}

if (import.meta.main) {
  const lock = readLock();
  const missing = missingOptionals(lock.packages);
  const text = JSON.stringify({ ...lock, packages: completeLock(lock.packages) }, null, 2);
  writeFileSync(join(ROOT, "package-lock.json"), `${text}\n`);
  console.log(`package-lock.json: ${missing.length} optional entries added`);
}
