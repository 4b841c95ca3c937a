import { runTests } from "./tests.ts";

// `npm run faults`: the suite of real kills in its long form. The gate runs the same with three.
process.env["VITE_FAULTS_KILLS"] ??= "40";
process.env["VITE_FAULTS_SEED"] ??= String(Date.now() % 1_000_000);
const { failed } = await runTests(["faults"]);
process.exit(failed === 0 ? 0 : 1);
