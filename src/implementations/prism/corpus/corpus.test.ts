import { type Outcome, tryInDatabase } from "#specs/fixtures";
import { describe, expect, test } from "vitest";
import { readDefinitions } from "../schema/read.ts";
import { readSchema } from "../schema/read-schema.ts";
import { quoted } from "../sql/names.ts";
import { StatementRefused } from "../sql/refused.ts";
import { createScoper } from "../sql/scoper.ts";
import { alone, type Home, inOrder, ofTenant, together } from "../sql/two-tenants.ts";
import analytics from "./analytics.sql?raw";
import blog from "./blog.sql?raw";
import chat from "./chat.sql?raw";
import { type Corpus, readCorpus, type Sent } from "./corpus.ts";
import crm from "./crm.sql?raw";
import { REFUSED } from "./refused.ts";
import shop from "./shop.sql?raw";
import tickets from "./tickets.sql?raw";

const CORPORA = Object.entries({ analytics, blog, chat, crm, shop, tickets }).map(
  ([of, text]) => [of, readCorpus(text)] as const,
);
const SENT = CORPORA.flatMap(([, { sent }]) => sent);

/** By when a row was made is no difference between two databases. */
function homeOf({ ddl, rows }: Corpus): Home {
  const schema = readSchema([ddl], { column: "tenant_id" });
  const own = createScoper(schema);
  return {
    ddl: ddl.replaceAll(/\(unixepoch\(\)\)|CURRENT_TIMESTAMP/g, "1700000000"),
    tables: [...readDefinitions([ddl]).tables.values()].map(({ name }) => name),
    seed: (tenant) =>
      rows.map((row) => own.scope(row.replaceAll("§", tenant)).sql.replaceAll(/\?1\b/g, `'${tenant}'`)),
    options: { column: "tenant_id" },
  };
}

test("the corpus is of three hundred statements at least, each with a name of its own", () => {
  expect(SENT.length).toBeGreaterThanOrEqual(300);
  expect(new Set(SENT.map(({ name }) => name)).size).toBe(SENT.length);
  expect(new Set(SENT.map(({ sql }) => sql)).size).toBe(SENT.length);
});

test("one in a hundred of it is refused at most", () => {
  expect(Object.keys(REFUSED).length / SENT.length).toBeLessThanOrEqual(0.01);
});

/** Each statement as it is, where a lives alone; and scoped for a, where b lives too. What each does is undone. */
async function runAll(corpus: Corpus) {
  const home = homeOf(corpus);
  const [a, b, tables] = [home.seed("a"), home.seed("b"), home.tables];
  const aloneDdl = alone(home, "a", NOTHING).before.slice(0, 1);
  const own = await tryInDatabase({ before: [...aloneDdl, ...a], tables }, [NOTHING, ...corpus.sent]);
  const scoped = [NOTHING, ...corpus.sent].map((sent) => scope(home, sent));
  const among = await tryInDatabase({ before: [home.ddl, ...a, ...b], tables }, scoped);
  const before = { own: stateOf(own[0], "a"), neighbour: stateOf(among[0], "b") };
  return corpus.sent.map(({ name }, i) => ({
    name,
    before,
    own: toldOf(own[i + 1], "a"),
    among: toldOf(among[i + 1], "a"),
    neighbour: stateOf(among[i + 1], "b"),
  }));
}

const NOTHING = { sql: "SELECT 1", values: [] };

const stateOf = (outcome: Outcome | undefined, tenant: string) => ofTenant(outcome?.state ?? {}, tenant);

const toldOf = (outcome: Outcome | undefined, tenant: string) => ({
  error: outcome?.error,
  rows: inOrder(outcome?.rows ?? []),
  state: stateOf(outcome, tenant),
});

const RUN = await Promise.all(CORPORA.map(async ([of, corpus]) => [of, await runAll(corpus)] as const));

describe.each(RUN)("%s", (_, all) => {
  test.each(all)("$name: is a statement of SQLite's that does or tells something", ({ own, before }) => {
    expect(own.error).toBe(undefined);
    expect({ rows: own.rows, state: own.state }).not.toEqual({ rows: [], state: before.own });
  });

  test.each(all.filter(({ name }) => !(name in REFUSED)))(
    "$name: is admitted, does for a what it does where nobody else lives, and nothing to b",
    ({ own, among, neighbour, before }) => {
      expect(among).toEqual(own);
      expect(neighbour).toEqual(before.neighbour);
    },
  );
});

test("what is refused says why", () => {
  const refused = RUN.flatMap(([, all]) => all.filter(({ name }) => name in REFUSED));
  expect(refused).toHaveLength(Object.keys(REFUSED).length);
  for (const { name, among } of refused) expect(among.error).toContain(REFUSED[name]);
});

/** What is refused is told as the database would tell of it. */
function scope(home: Home, sent: Pick<Sent, "sql" | "values">): Pick<Sent, "sql" | "values"> {
  try {
    const { sql, values } = together(home, "a", sent);
    return { sql, values };
  } catch (error) {
    if (!(error instanceof StatementRefused)) throw error;
    return { sql: `SELECT 1 FROM ${quoted(error.reason)}`, values: [] };
  }
}
