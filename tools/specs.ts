import { runTests } from "./tests.ts";

// `npm run specs -- threshold`: the specs whose page or file has "threshold" in its path; all of them without a word.
const { failed } = await runTests(["workerd"], process.argv.slice(2));
process.exit(failed === 0 ? 0 : 1);
