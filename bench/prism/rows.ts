import { join } from "node:path";
import { convertV4MiniflareOptions, Miniflare } from "miniflare";
import type { Sent } from "../../src/implementations/prism/corpus/corpus.ts";
import { createScoper, type Schema, StatementRefused } from "../../src/implementations/prism/index.ts";
import { ROOT } from "../../tools/sources.ts";
import { bundle } from "../kit/bundle.ts";
import { publish } from "../kit/figures.ts";
import { CORPORA, type NamedCorpus } from "./corpora.ts";

// How many rows D1 says it has read, and so bills, for a tenant's statements beside one other tenant and beside a thousand.
// What is read comes first, and then what is written, in the same order in both databases.

const OTHERS = [1, 1_000] as const;
/** D1 takes so many statements at once in a fair time. */
const BATCH = 500;

interface Row {
  readonly name: string;
  readonly sql: string;
  /** A full-text index is of all tenants: what it reads on the way to a tenant's rows is told apart. */
  readonly isSearch: boolean;
  readonly few: number;
  readonly many: number;
}

const worker = await bundle(join(ROOT, "bench", "prism", "workers", "databases.ts"));
const miniflare = new Miniflare(
  convertV4MiniflareOptions({
    cf: false,
    workers: [
      {
        name: "rows",
        modules: [{ type: "ESModule" as const, path: "worker.mjs", contents: worker }],
        compatibilityDate: "2026-10-01",
        d1Databases: CORPORA.flatMap(({ name }) => OTHERS.map((others) => `${name}${others}`)),
      },
    ],
  }),
);

interface Statement {
  readonly sql: string;
  readonly values: readonly unknown[];
}

interface Answer {
  readonly results: readonly unknown[];
  readonly read: number;
}

async function run(database: string, statements: readonly Statement[]): Promise<Answer[]> {
  const body = JSON.stringify({ database, statements });
  const response = await miniflare.dispatchFetch("http://databases.test/", { method: "POST", body });
  if (!response.ok) throw new Error(`Run ${statements[0]?.sql}: ${response.status} ${await response.text()}`);
  return (await response.json()) as Answer[];
}

async function plant({ name, ddl, rows, schema }: NamedCorpus, others: number): Promise<void> {
  const tables = ddl.split(/;\n(?=CREATE|$)/).map((sql) => ({ sql: sql.replace(/;$/, ""), values: [] }));
  await run(`${name}${others}`, tables);
  const scoper = createScoper(schema);
  const tenants = ["a", ...Array.from({ length: others }, (_, i) => `t${i}`)];
  const planted = tenants.flatMap((tenant) =>
    rows.map((row) => ({ sql: scoper.scope(row.replaceAll("§", tenant)).sql, values: [tenant] })),
  );
  for (let i = 0; i < planted.length; i += BATCH) await run(`${name}${others}`, planted.slice(i, i + BATCH));
}

/** A statement as it is scoped for a, or nothing where it is refused: the corpus's own test lists those. */
function scoped(
  { schema }: NamedCorpus,
  { sql, values }: Sent,
): (Statement & Pick<Row, "isSearch">) | undefined {
  // The only one that D1 refuses itself.
  if (/ORDER BY rank/.test(sql)) return undefined;
  try {
    const { tables, hasTenant, sql: text } = createScoper(schema).scope(sql);
    const isSearch = [...tables].some((name) => isIndex(schema, name));
    return { sql: text, values: hasTenant ? [...values, "a"] : values, isSearch };
  } catch (error) {
    if (error instanceof StatementRefused) return undefined;
    throw error;
  }
}

/** What it answers, or that it is in conflict with a row. */
async function tryOne(
  { name }: NamedCorpus,
  others: number,
  statement: Statement,
): Promise<Answer | string | undefined> {
  try {
    const [answer] = await run(`${name}${others}`, [statement]);
    return answer;
  } catch (error) {
    return /constraint failed/.exec(String(error))?.[0] ?? Promise.reject(error);
  }
}

async function measure(corpus: NamedCorpus): Promise<Row[]> {
  const [few, many] = OTHERS;
  await plant(corpus, few);
  await plant(corpus, many);
  const measured: Row[] = [];
  const isRead = ({ sql }: Sent): boolean =>
    !/\b(insert|update|delete|replace) /i.test(sql.replace(/'[^']*'/g, ""));
  for (const sent of [...corpus.sent.filter(isRead), ...corpus.sent.filter((one) => !isRead(one))]) {
    const statement = scoped(corpus, sent);
    if (!statement) continue;
    const [one, other] = [await tryOne(corpus, few, statement), await tryOne(corpus, many, statement)];
    // A write may meet what one before it has written, in both.
    if (typeof one === "string" && one === other) continue;
    if (typeof one === "string" || typeof other === "string" || !one || !other)
      throw new Error(`Cannot measure ${sent.name}: ${JSON.stringify([one, other])}`);
    if (JSON.stringify(one.results) !== JSON.stringify(other.results))
      throw new Error(`Cannot measure ${sent.name}: it answers otherwise beside more tenants`);
    measured.push({
      name: `${corpus.name}: ${sent.name}`,
      sql: statement.sql,
      isSearch: statement.isSearch,
      few: one.read,
      many: other.read,
    });
  }
  return measured;
}

function isIndex(schema: Schema, name: string): boolean {
  const found = schema.get(name);
  return found?.kind === "tenant" && found.shown !== undefined;
}

const ratio = ({ few, many }: Pick<Row, "few" | "many">): number => (few === many ? 1 : many / few);
const sum = (rows: readonly Row[], of: "few" | "many"): number =>
  rows.reduce((total, row) => total + row[of], 0);

try {
  const rows: Row[] = [];
  for (const corpus of CORPORA) rows.push(...(await measure(corpus)));
  const [searches, others] = [
    rows.filter(({ isSearch }) => isSearch),
    rows.filter(({ isSearch }) => !isSearch),
  ];
  const worst = (of: readonly Row[]): Row[] =>
    of.filter((row) => ratio(row) > 1.05).toSorted((a, b) => ratio(b) - ratio(a));
  for (const row of worst(rows)) console.log(`  ${row.name}: ${row.few} rows, ${row.many}`);
  publish({
    part: `rows: read beside 1 other tenant and beside ${OTHERS[1]}`,
    figures: [
      { what: "statements without a full-text index", value: others.length, unit: "" },
      { what: "rows read for them beside 1", value: sum(others, "few"), unit: "rows" },
      { what: `rows read for them beside ${OTHERS[1]}`, value: sum(others, "many"), unit: "rows" },
      {
        what: "the most that one reads more, as a ratio",
        value: Math.max(...others.map(ratio)),
        unit: "×",
        bar: { atMost: 1.05 },
      },
      { what: "statements with a full-text index", value: searches.length, unit: "" },
      {
        what: "the most that one of these reads more, as a ratio",
        value: Math.max(...searches.map(ratio)),
        unit: "×",
        bar: { atMost: 1.05 },
      },
    ],
    details: rows,
  });
} finally {
  await miniflare.dispose();
}
