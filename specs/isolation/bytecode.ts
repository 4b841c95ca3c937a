import { readDefinitions } from "#implementations/prism";
import { SHARED } from "./bookshop.ts";

/** One row of `EXPLAIN`: addr, opcode, p1 to p5, comment. */
type Instruction = readonly unknown[];
/** Asks the database for rows. */
export type Ask = (sql: string) => readonly Instruction[];

/** What a database's b-trees and virtual tables are called. */
export interface Layout {
  readonly roots: ReadonlyMap<number, string>;
  readonly virtual: ReadonlyMap<string, string>;
}

/** What opens nothing of the database: tables made of an argument. */
const ARGUMENT = "an argument";
/** Virtual tables that statements may name, as they are asked to show their handle. */
export const VIRTUAL: readonly (readonly [string, string])[] = [
  ["SELECT body FROM texts", "texts"],
  ["SELECT 1 FROM json_each('[]')", ARGUMENT],
  ["SELECT 1 FROM json_tree('[]')", ARGUMENT],
];
export const ROOTS = "SELECT rootpage, tbl_name FROM sqlite_schema WHERE rootpage > 0";

export function layoutOf(
  roots: readonly Instruction[],
  handles: readonly (readonly Instruction[])[],
): Layout {
  const shown = handles.flatMap((program, at) => {
    const handle = program.find(([, opcode]) => opcode === "VOpen")?.[5];
    return [[String(handle), VIRTUAL[at]?.[1] ?? ""] as const];
  });
  return {
    roots: new Map(roots.map(([root, name]) => [Number(root), String(name)])),
    virtual: new Map(shown),
  };
}

export function readLayout(ask: Ask): Layout {
  return layoutOf(
    ask(ROOTS),
    VIRTUAL.map(([sql]) => ask(`EXPLAIN ${sql}`)),
  );
}

/** Opcodes that a statement of a tenant never has: they make, drop or read definitions. */
const OF_SCHEMA =
  /^(?:CreateBtree|Destroy|Drop|ParseSchema|LoadAnalysis|VCreate|VDestroy|VRename|Vacuum|SetCookie|JournalMode|SqlExec|TableLock)/;

/**
 * The tables that a program opens and its scoper has not reported. Opened besides them may be what lies at the other end
 * of foreign keys and of triggers of a reported table that the program writes to.
 */
export function unreported(
  program: readonly Instruction[],
  reported: ReadonlySet<string>,
  layout: Layout,
): string[] {
  const opened = new Set<string>();
  const written = new Set<string>();
  for (const [, opcode, p1, p2, p3, p4] of program) {
    const name = openedBy({ opcode: String(opcode), p1, p2, p3, p4 }, layout);
    if (name === undefined) continue;
    opened.add(name);
    if (reported.has(name) && opcode !== "OpenRead") written.add(name);
  }
  const entitled = reach(written);
  return [...opened].filter((name) => name !== ARGUMENT && !reported.has(name) && !entitled.has(name));
}

interface Opened {
  readonly opcode: string;
  readonly p1: unknown;
  readonly p2: unknown;
  readonly p3: unknown;
  readonly p4: unknown;
}

function openedBy({ opcode, p1, p2, p3, p4 }: Opened, { roots, virtual }: Layout): string | undefined {
  const tree = (root: unknown, database: unknown): string =>
    database === 0 ? (roots.get(Number(root)) ?? `b-tree ${String(root)}`) : `database ${String(database)}`;
  if (opcode === "OpenRead" || opcode === "OpenWrite" || opcode === "ReopenIdx") return tree(p2, p3);
  if (opcode === "Clear") return tree(p1, p2);
  if (opcode === "VOpen" || opcode === "VUpdate")
    return virtual.get(String(p4)) ?? `virtual table ${String(p4)}`;
  return OF_SCHEMA.test(opcode) ? opcode : undefined;
}

const { tables, triggers } = readDefinitions(SHARED);
/** Which tables a write to one leads to by itself. */
const LEADS: readonly (readonly [string, string])[] = [
  ...[...tables.values()].flatMap(({ name, foreignKeys }) =>
    foreignKeys.flatMap(({ table }) => [[name, table] as const, [table, name] as const]),
  ),
  ...[...triggers.values()].flatMap(({ tblName, commands }) =>
    commands.flatMap((command) =>
      "tblName" in command ? [[tblName.objName.text, command.tblName.objName.text] as const] : [],
    ),
  ),
];

function reach(written: ReadonlySet<string>): ReadonlySet<string> {
  const reached = new Set(written);
  let size = -1;
  while (size !== reached.size) {
    size = reached.size;
    for (const [from, to] of LEADS) if (reached.has(from)) reached.add(to);
  }
  return reached;
}
