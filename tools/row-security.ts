import { createRandom } from "../specs/isolation/random.ts";
import { generatePortable } from "../specs/isolation/portable/index.ts";
import { SCHEMA, TABLES, TENANTS } from "../specs/isolation/portable/shop.ts";
import { draw } from "../specs/isolation/trial.ts";
import { createScoper } from "../src/implementations/prism/index.ts";
import { installPeers } from "./peers.ts";
import { type Findings, MOST_TOLD, noFindings, note, summary } from "./row-security/compare.ts";
import { PostgresWorld } from "./row-security/postgres.ts";
import { SqliteWorld } from "./row-security/sqlite.ts";
import { onLeave } from "./run.ts";

const CHUNK = 500;
/** What must be enough to see that a table has no policy. */
const SELF_CHECK = 200;

interface Drawing {
  readonly seed: number;
  readonly statements: number;
}

let isLeaving = false;

/**
 * Holds Prism on SQLite against the row-level security of PostgreSQL: what one makes of a statement, the other is to make
 * of it too. Says whether it did.
 */
export async function fuzzAgainstPolicies(drawing: Drawing, server: string | undefined): Promise<boolean> {
  await installPeers();
  const { openPostgres } = await import("../bench/prism/postgres.ts");
  // What was made on a server is taken away before this ends.
  onLeave(async () => void (isLeaving = true));
  const connection = await openPostgres(server);
  const [postgres, sqlite] = [new PostgresWorld(connection), new SqliteWorld()];
  try {
    console.log(`${await postgres.make()}, ${sqlite.make()}, seed ${drawing.seed}`);
    if (!(await noticesAll(postgres, sqlite, drawing))) return false;
    const findings = await tryAll(postgres, sqlite, drawing);
    console.log([summary(findings), ...findings.told].join("\n"));
    return findings.told.length === 0 && findings.admitted === drawing.statements;
  } finally {
    await postgres.unmake();
    await connection.close();
    sqlite.close();
  }
}

/** Leaves the policy of one table off after the other: whoever overlooks that would overlook a leak of Prism's. */
async function noticesAll(postgres: PostgresWorld, sqlite: SqliteWorld, drawing: Drawing): Promise<boolean> {
  for (const table of TABLES) {
    const { differences, admitted } = await postgres.without(table, () =>
      tryAll(postgres, sqlite, { ...drawing, statements: SELF_CHECK }),
    );
    console.log(`without the policy of ${table}: ${differences} of ${admitted} statements differ`);
    if (differences === 0) return false;
  }
  return true;
}

/** Chunk after chunk, each as another tenant, until enough is found that should not be. */
async function tryAll(postgres: PostgresWorld, sqlite: SqliteWorld, drawing: Drawing): Promise<Findings> {
  const scoper = createScoper(SCHEMA);
  const findings = noFindings();
  const before = sqlite.state();
  for (let done = 0; done < drawing.statements; done += CHUNK) {
    if (isLeaving || findings.told.length >= MOST_TOLD) break;
    const at = drawing.seed + done / CHUNK;
    const tenant = TENANTS[at % TENANTS.length] as string;
    const statements = Math.min(CHUNK, drawing.statements - done);
    const { sequences } = draw(createRandom(at), scoper, { statements, longest: 4, write: generatePortable });
    findings.statements += statements;
    for (const sequence of sequences) {
      const [prism, policies] = [sqlite.run(tenant, sequence), await postgres.run(tenant, sequence)];
      sequence.forEach((trial, place) => {
        const [mine, theirs] = [prism[place], policies[place]];
        if (mine && theirs) note(findings, { tenant, trial, prism: mine, postgres: theirs });
      });
    }
    for (const state of [sqlite.state(), await postgres.state()]) {
      if (state !== before) throw new Error("Undo what was tried: there are other rows than before");
    }
    if (done % (10 * CHUNK) === 0 && done > 0) console.log(summary(findings));
  }
  return findings;
}
