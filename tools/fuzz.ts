import { fuzzAgainstPolicies } from "./row-security.ts";
import { runTests } from "./tests.ts";

// `npm run fuzz -- prism`: the proof of isolation in its long form; the gate runs the same with fewer statements. It prints
// its seed, what it has counted so far, and fails on whatever should be nothing. VITE_ISOLATION_STATEMENTS and
// VITE_ISOLATION_D1 say how many statements objects and D1 get, VITE_ISOLATION_SEED repeats a run.
//
// `npm run fuzz -- prism postgres`: a second opinion. The same statements under the row-level security of PostgreSQL, which
// runs in this process, or is the server that POSTGRES_URL names: 15 or later, as a superuser, who makes a database and a
// role there and drops them again. ROW_SECURITY_STATEMENTS says how many, ROW_SECURITY_SEED repeats a run.
const [pattern, oracle, ...others] = process.argv.slice(2);
if (pattern !== "prism" || (oracle !== undefined && oracle !== "postgres") || others.length > 0) {
  console.error("Usage: npm run fuzz -- prism [postgres]");
  process.exit(2);
}
process.exit((await (oracle === undefined ? fuzzAlone() : fuzzBeside())) ? 0 : 1);

async function fuzzAlone(): Promise<boolean> {
  process.env["VITE_ISOLATION_STATEMENTS"] ??= "1000000";
  process.env["VITE_ISOLATION_D1"] ??= "20000";
  process.env["VITE_ISOLATION_SEED"] ??= newSeed();
  const { failed } = await runTests(["workerd"], ["specs/isolation/isolation"]);
  return failed === 0;
}

async function fuzzBeside(): Promise<boolean> {
  const statements = Number(process.env["ROW_SECURITY_STATEMENTS"] ?? 20_000);
  const seed = Number(process.env["ROW_SECURITY_SEED"] ?? newSeed());
  return await fuzzAgainstPolicies({ seed, statements }, process.env["POSTGRES_URL"]);
}

function newSeed(): string {
  return String(Date.now() % 2 ** 31);
}
