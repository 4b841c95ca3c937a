import { runTests } from "./tests.ts";

// `npm run specs -- threshold`: the specs whose page or file has "threshold" in its path; all of them without a word.
const filters = process.argv.slice(2);
const { failed } = await runTests(["workerd", "alone"], filters);
process.exit(failed === 0 ? 0 : 1);
