import type { Plugin } from "vite";
import type { TestProjectInlineConfiguration } from "vitest/config";
import { createVitest, type InlineConfig, type TestModule, type Vitest } from "vitest/node";
import whole from "../../vitest.config.ts";
import { cacheOf } from "./runners.ts";

/** A vitest whose only project is the gate's own for pages, with other files to include and a plugin before the others. */
export async function vitestInWorkerd(
  options: { readonly include: string; readonly plugin: Plugin },
  config: InlineConfig = {},
): Promise<Vitest> {
  const workerd = whole.test?.projects?.find(
    (project): project is TestProjectInlineConfiguration =>
      typeof project === "object" && "test" in project && project.test?.name === "workerd",
  );
  if (!workerd) throw new Error('Cannot run specs: vitest.config.ts has no project "workerd"');
  const project: TestProjectInlineConfiguration = {
    ...workerd,
    cacheDir: cacheOf(process.pid),
    plugins: [options.plugin, ...(workerd.plugins ?? [])],
    // What Grove logs is nobody's concern here.
    test: { ...workerd.test, include: [options.include], disableConsoleIntercept: false },
  };
  return await createVitest("test", {
    config: false,
    watch: false,
    reporters: [{}],
    ...config,
    projects: [project],
  });
}

/** Runs all that is included, in a new workerd. */
export async function runAll(vitest: Vitest): Promise<readonly TestModule[]> {
  const { testModules } = await vitest.runTestSpecifications(await vitest.globTestSpecifications(), true);
  return testModules;
}
