import { runTests } from "./tests.ts";

// `npm run fuzz -- prism`: the proof of isolation in its long form; the gate runs the same with fewer statements. It prints
// its seed, what it has counted so far, and fails on whatever should be nothing. VITE_ISOLATION_STATEMENTS and
// VITE_ISOLATION_D1 say how many statements objects and D1 get, VITE_ISOLATION_SEED repeats a run.
const [pattern, ...others] = process.argv.slice(2);
if (pattern !== "prism" || others.length > 0) {
  console.error("Usage: npm run fuzz -- prism");
  process.exit(2);
}
process.env["VITE_ISOLATION_STATEMENTS"] ??= "1000000";
process.env["VITE_ISOLATION_D1"] ??= "20000";
process.env["VITE_ISOLATION_SEED"] ??= String(Date.now() % 2 ** 31);
const { failed } = await runTests(["patterns"], ["specs/isolation/isolation"], { isolate: false });
process.exit(failed === 0 ? 0 : 1);
