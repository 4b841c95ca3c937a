import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { type FenceFile, writeFences } from "./fence-files.ts";
import { readPage } from "./page.ts";

const DIAGNOSTIC =
  /^(?:(?<file>[^(\n]+)\((?<line>\d+),(?<column>\d+)\): )?error (?<code>TS\d+): (?<message>.*)$/gm;

export interface TypeReport {
  /** Each fence that was checked, with what is wrong; every error starts with the page's path, line and column. */
  readonly fences: readonly {
    readonly path: string;
    readonly line: number;
    readonly errors: readonly string[];
  }[];
  /** What the compiler found elsewhere: in the code that fences import, or in its own settings. */
  readonly elsewhere: readonly string[];
}

export interface TypecheckOptions {
  /** The tsconfig whose settings hold for the fences. */
  readonly project: string;
  /** Where the fences are written, one file each; emptied first. */
  readonly folder: string;
}

/**
 * Type-checks the fences of pages as if each were copied alone into a file. Errors stand on the page's own lines; a
 * compile-fail fence must give its own code and no other. Throws an Error when the compiler cannot run.
 */
export function typecheckPages(paths: readonly string[], options: TypecheckOptions): TypeReport {
  const files = writeFences(
    new Map(paths.map((path) => [path, readPage(readFileSync(path, "utf8"))])),
    options,
  );
  const left = new Set(runCompiler(options.folder));
  const fences = files.map((file) => {
    const own = [...left].filter((one) => one.file === file.name);
    own.forEach((one) => left.delete(one));
    const { path, line } = file;
    return {
      path,
      line,
      errors: file.mustFailWith === undefined ? own.map((one) => told(path, one)) : unmet(file, own),
    };
  });
  // What belongs to no fence, a faulty setting of the compiler among it, must not be lost.
  return { fences, elsewhere: [...left].map((one) => told(one.file, one)) };
}

/** Every error of a report, one line each. */
export function typeErrors({ fences, elsewhere }: TypeReport): string[] {
  return [...fences.flatMap(({ errors }) => errors), ...elsewhere];
}

function unmet({ path, line, column, mustFailWith }: FenceFile, found: readonly Diagnostic[]): string[] {
  const codes = [...new Set(found.map((one) => one.code))];
  if (codes.length === 1 && codes[0] === mustFailWith) return [];
  const instead = codes.length === 0 ? "it compiles" : `it fails with ${codes.join(", ")}`;
  return [`${path}:${line}:${column} A compile-fail fence should fail with ${mustFailWith}: ${instead}`];
}

function told(path: string, { at, code, message }: Diagnostic): string {
  return `${path}:${at} ${code} ${message}`;
}

interface Diagnostic {
  readonly file: string;
  /** `line:column` */
  readonly at: string;
  readonly code: string;
  readonly message: string;
}

function runCompiler(folder: string): Diagnostic[] {
  const { stdout, stderr, status } = spawnSync("tsc", ["--noEmit", "--pretty", "false", "-p", folder], {
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
  });
  const diagnostics = [...stdout.matchAll(DIAGNOSTIC)].map(({ groups = {} }): Diagnostic => {
    const { file = folder, line = "1", column = "1", code = "", message = "" } = groups;
    return { file: file.replaceAll("\\", "/"), at: `${line}:${column}`, code, message };
  });
  if (status === 0 || diagnostics.length > 0) return diagnostics;
  throw new Error(`Cannot type-check the fences: tsc said ${stdout}${stderr}`);
}
