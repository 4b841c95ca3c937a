import { cpSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Place } from "./place.ts";

/** What was stored at one moment. */
export interface Kept {
  /** Sets it back to that moment, with its log of changes: nothing later is left. The Worker must not run. */
  putBack(): void;
}

/** Copies the files of an object of the tests' own. The Worker must not run. */
export function keepObject(place: Place, className: string, id: string): Kept {
  return keepFiles(place, join("do", `faults-${className}`), (file) => file.startsWith(id));
}

/** Copies the files of D1. The Worker must not run. */
export function keepDatabase(place: Place): Kept {
  return keepFiles(place, join("d1", "miniflare-D1DatabaseObject"), () => true);
}

function keepFiles({ state, temporary }: Place, below: string, isOf: (file: string) => boolean): Kept {
  const folder = join(state, "v3", below);
  const copies = mkdtempSync(join(temporary, "kept-"));
  const copy = (from: string, to: string): void => {
    const files = readdirSync(from).filter(isOf);
    if (files.length === 0) throw new Error(`Cannot copy from ${from}: no file is of what was asked for`);
    for (const file of files) cpSync(join(from, file), join(to, file));
  };
  copy(folder, copies);
  return {
    putBack() {
      for (const file of readdirSync(folder).filter(isOf)) rmSync(join(folder, file));
      copy(copies, folder);
    },
  };
}
