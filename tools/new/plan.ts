import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { Refusal } from "./refusal.ts";

/** What will be written: files that there are not yet, and files that get one thing more. */
export interface Plan {
  readonly creates: readonly PlannedFile[];
  readonly changes: readonly PlannedFile[];
}

export interface PlannedFile {
  /** From the repository's root. */
  readonly path: string;
  readonly text: string;
}

const TEMPLATES = join(import.meta.dirname);

/** The text of a template under `tools/new`, its `{{names}}` filled in. Throws an Error for a name without a value. */
export function fill(template: string, values: Readonly<Record<string, string>>): string {
  const text = readFileSync(join(TEMPLATES, `${template}.template`), "utf8");
  return text.replaceAll(/\{\{(\w+)\}\}/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`Cannot fill ${template}: nothing is known of ${name}`);
    return value;
  });
}

/** Refuses a plan that would overwrite something, or a folder that is somebody's. */
export function refuseTaken(root: string, paths: readonly string[]): void {
  const taken = paths.filter((path) => existsSync(join(root, path)));
  if (taken.length > 0) throw new Refusal(`Taken already, and nothing is overwritten: ${taken.join(", ")}`);
}

/** Writes what is planned. Where one file cannot be written, none is left behind. */
export function carryOut(root: string, { creates, changes }: Plan): void {
  refuseTaken(
    root,
    creates.map(({ path }) => path),
  );
  const before = changes.map(({ path }) => ({ path, text: readFileSync(join(root, path), "utf8") }));
  const made: string[] = [];
  try {
    for (const { path, text } of creates) {
      const full = join(root, path);
      mkdirSync(dirname(full), { recursive: true });
      writeFileSync(full, text, { flag: "wx" });
      made.push(full);
    }
    for (const { path, text } of changes) writeFileSync(join(root, path), text);
  } catch (error) {
    for (const file of made) rmSync(file);
    for (const { path, text } of before) writeFileSync(join(root, path), text);
    throw error;
  }
}
