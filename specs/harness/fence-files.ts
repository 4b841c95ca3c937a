import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import type { Page } from "./page.ts";

/** A fence as a file of its own. */
export interface FenceFile {
  readonly name: string;
  readonly path: string;
  readonly line: number;
  readonly column: number;
  /** The error that a compile-fail fence must give. */
  readonly mustFailWith: string | undefined;
}

/** Writes each checked fence of the pages to a file below `folder`, with a tsconfig that extends `project`. */
export function writeFences(
  pages: ReadonlyMap<string, Page>,
  { project, folder }: { readonly project: string; readonly folder: string },
): FenceFile[] {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const root = relative(folder, ".").replaceAll("\\", "/");
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(settings(root, project)));
  writeFileSync(join(folder, "expect.d.ts"), 'declare const expect: import("vitest").ExpectStatic;\n');
  return [...pages].flatMap(([path, page]) =>
    [...page.specs, ...page.compileFails].map((fence): FenceFile => {
      const name = `${folder}/${path}.line-${fence.line}.ts`;
      mkdirSync(dirname(name), { recursive: true });
      // Empty lines up to the fence keep its line numbers; the export makes it a module, so that it may await.
      writeFileSync(name, `${"\n".repeat(fence.line - 1)}export {};\n${fence.lines.join("\n")}\n`);
      const mustFailWith = fence.kind === "compile-fail" ? fence.code : undefined;
      return { name, path, line: fence.line, column: fence.indent + 1, mustFailWith };
    }),
  );
}

function settings(root: string, project: string): object {
  return {
    extends: `${root}/${project}`,
    compilerOptions: {
      composite: false,
      emitDeclarationOnly: false,
      noEmit: true,
      rootDir: root,
      // A page's relative imports are found from where the page stands.
      rootDirs: [".", root],
    },
    include: [
      "./**/*.ts",
      `${root}/worker-configuration.d.ts`,
      `${root}/src/grove/secrets.d.ts`,
      `${root}/specs/setup/env.d.ts`,
    ],
  };
}
