import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { type Page, readPage } from "./page.ts";
import { listPagesWithScript } from "./vite-plugin.ts";

const DIAGNOSTIC =
  /^(?<file>[^(\n]+)\((?<line>\d+),(?<column>\d+)\): error (?<code>TS\d+): (?<message>.*)$/gm;

export interface TypeReport {
  /** How many fences were checked. */
  readonly checked: number;
  /** One line each, starting with the page's path, line and column. */
  readonly errors: readonly string[];
}

/**
 * Type-checks the fences of pages as if each were copied alone into a file. Errors stand on the page's own lines; a
 * compile-fail fence must give its own code and no other.
 */
export function typecheckPages(paths: readonly string[], folder = ".specs/fences"): TypeReport {
  const pages = new Map(paths.map((path) => [path, readPage(readFileSync(path, "utf8"))]));
  writeFences(pages, folder);
  const found = runCompiler(folder);
  const errors: string[] = [];
  let checked = 0;
  for (const [path, page] of pages) {
    for (const fence of page.specs) {
      checked += 1;
      for (const one of found.in(path, fence.line))
        errors.push(`${path}:${one.at} ${one.code} ${one.message}`);
    }
    for (const fence of page.compileFails) {
      checked += 1;
      const codes = found.in(path, fence.line).map((one) => one.code);
      if (codes.length > 0 && codes.every((code) => code === fence.code)) continue;
      const instead = codes.length === 0 ? "it compiles" : `it fails with ${[...new Set(codes)].join(", ")}`;
      errors.push(
        `${path}:${fence.line}:${fence.indent + 1} A compile-fail fence should fail with ${fence.code}: ${instead}`,
      );
    }
  }
  return { checked, errors: [...errors, ...found.rest()] };
}

function writeFences(pages: ReadonlyMap<string, Page>, folder: string): void {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const root = relative(folder, ".").replaceAll("\\", "/");
  const project = {
    extends: `${root}/tsconfig.worker.json`,
    // A page's relative imports are found from where the page stands.
    compilerOptions: {
      composite: false,
      emitDeclarationOnly: false,
      noEmit: true,
      rootDir: root,
      rootDirs: [".", root],
    },
    include: ["./**/*.ts", `${root}/worker-configuration.d.ts`],
  };
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(project));
  writeFileSync(join(folder, "expect.d.ts"), 'declare const expect: import("vitest").ExpectStatic;\n');
  for (const [path, page] of pages) {
    for (const fence of [...page.specs, ...page.compileFails]) {
      const file = fenceFile(folder, { path, line: fence.line });
      mkdirSync(dirname(file), { recursive: true });
      // Empty lines up to the fence keep its line numbers; the export makes it a module, so that it may await.
      writeFileSync(file, `${"\n".repeat(fence.line - 1)}export {};\n${fence.lines.join("\n")}\n`);
    }
  }
}

function fenceFile(folder: string, fence: { readonly path: string; readonly line: number }): string {
  return `${folder}/${fence.path}.line-${fence.line}.ts`;
}

interface Diagnostic {
  readonly file: string;
  /** `line:column` */
  readonly at: string;
  readonly code: string;
  readonly message: string;
}

function runCompiler(folder: string): {
  in(path: string, line: number): Diagnostic[];
  rest(): string[];
} {
  const { stdout, stderr, status } = spawnSync("tsc", ["--noEmit", "--pretty", "false", "-p", folder], {
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
  });
  const diagnostics = [...stdout.matchAll(DIAGNOSTIC)].map(({ groups = {} }): Diagnostic => {
    const { file = "", line = "", column = "", code = "", message = "" } = groups;
    return { file: file.replaceAll("\\", "/"), at: `${line}:${column}`, code, message };
  });
  if (status !== 0 && diagnostics.length === 0)
    throw new Error(`Cannot type-check the fences: tsc said ${stdout}${stderr}`);
  const read = new Set<Diagnostic>();
  return {
    in: (path, line) => {
      const own = diagnostics.filter((one) => one.file === fenceFile(folder, { path, line }));
      own.forEach((one) => read.add(one));
      return own;
    },
    // What belongs to no fence, a faulty setting of the compiler among it, must not be lost.
    rest: () =>
      diagnostics
        .filter((one) => !read.has(one))
        .map((one) => `${one.file}:${one.at} ${one.code} ${one.message}`),
  };
}

if (import.meta.main) {
  const { checked, errors } = typecheckPages(listPagesWithScript("src/content/docs"));
  for (const error of errors) console.error(error);
  console.log(`${checked} fences type-checked, ${errors.length} errors`);
  if (errors.length > 0 || checked === 0) process.exitCode = 1;
}
