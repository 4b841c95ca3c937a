import { runTests } from "./tests.ts";

// `npm run faults`: the suites of real kills in their long form; `-- loom` runs one of them. The gate runs the same with
// fewer.
process.env["VITE_FAULTS_KILLS"] ??= "40";
process.env["VITE_LOOM_KILLS"] ??= "200";
process.env["VITE_FAULTS_SEED"] ??= String(Date.now() % 1_000_000);
const filters = process.argv.slice(2).map((name) => `specs/faults/${name}`);
const { failed } = await runTests(["faults"], filters);
process.exit(failed === 0 ? 0 : 1);
