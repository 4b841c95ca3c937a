import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type { Column, Link } from "./page-schema.ts";

/** Where each column of the matrix lives: paths from the repository, the last part a pattern of names. */
const COLUMN_FILES: Readonly<Record<Column, { folder: string; name: RegExp }>> = {
  SessionDO: { folder: "src/grove/objects", name: /^session-do\.ts$/ },
  TenantDO: { folder: "src/grove/objects", name: /^tenant-do\.ts$/ },
  PostDO: { folder: "src/grove/objects", name: /^post-do\.ts$/ },
  Vista: { folder: "src/pages", name: /^vista/ },
  D1: { folder: "src/grove/storage", name: /^(?!media\.ts$)(?!.*\.test\.ts$).*\.ts$/ },
  R2: { folder: "src/grove/storage", name: /^media\.ts$/ },
};

/** The files that a column stands for, from the repository's root; none yet if it is to come. */
export function columnFiles(column: Column, root: string): string[] {
  const { folder, name } = COLUMN_FILES[column];
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder))
    .filter((file) => name.test(file))
    .map((file) => `${folder}/${file}`);
}

export type Cell = Link | "to come";

/** A cell as it is shown: a direct use is to come until both the pattern and the thing that will use it exist. */
export function integrationCell(stated: Link, built: { pattern: boolean; column: boolean }): Cell {
  return stated === "direct" && !(built.pattern && built.column) ? "to come" : stated;
}
