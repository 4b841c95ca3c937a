import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { inspect, parseArgs } from "node:util";
import { startVitest, type Vitest } from "vitest/node";
import { writeBindingTypes } from "./build.ts";
import { makeDist } from "./run.ts";
import { ROOT } from "./sources.ts";

export interface TestCounts {
  readonly passed: number;
  readonly failed: number;
  /** What failed, by file and name. */
  readonly failures: readonly string[];
}

/** Runs the tests of `projects` whose file matches a filter, and counts them as the gate does. */
export async function runTests(
  projects: readonly string[],
  filters: readonly string[] = [],
): Promise<TestCounts> {
  // The evidence includes what tsc says of the fences, and they use the types of the bindings.
  if (!existsSync(join(ROOT, "worker-configuration.d.ts"))) await writeBindingTypes();
  makeDist();
  const vitest = await startVitest("test", [...filters], { project: [...projects], watch: false });
  try {
    return countTests(vitest);
  } finally {
    await vitest.close();
  }
}

/** A test that was skipped has not passed. A file that fails to load, and an error outside all tests, is a failure. */
function countTests(vitest: Vitest): TestCounts {
  const modules = vitest.state.getTestModules();
  const failures = vitest.state.getUnhandledErrors().map((error) => `outside all tests: ${inspect(error)}`);
  let passed = 0;
  for (const module of modules) {
    const file = module.relativeModuleId;
    if (module.errors().length > 0 || module.children.size === 0) failures.push(`${file} as a whole`);
    for (const test of module.children.allTests()) {
      if (test.result().state === "passed") passed += 1;
      else failures.push(`${file}: ${test.fullName}`);
    }
  }
  if (passed + failures.length === 0) failures.push("there is no test at all");
  return { passed, failed: failures.length, failures };
}

if (import.meta.main) {
  const { values, positionals } = parseArgs({
    options: { project: { type: "string", multiple: true }, counts: { type: "string" } },
    allowPositionals: true,
  });
  const counts = await runTests(values.project ?? [], positionals);
  if (values.counts) writeFileSync(values.counts, JSON.stringify(counts));
  process.exit(counts.failed === 0 ? 0 : 1);
}
