import { runTests } from "./tests.ts";

// `npm run specs -- threshold`: the specs whose page or file has "threshold" in its path; all of them without a word.
const filters = process.argv.slice(2);
// Somebody waits for a part; the whole writes the report, and runs as the gate runs it.
const { failed } = await runTests(["workerd", "patterns"], filters, { isolate: filters.length === 0 });
process.exit(failed === 0 ? 0 : 1);
