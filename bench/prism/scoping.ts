import peer from "node-sql-parser/build/sqlite.js";
import { parseStmt } from "sqlite3-parser";
import { REFUSED } from "../../src/implementations/prism/corpus/refused.ts";
import { createScoper, StatementRefused } from "../../src/implementations/prism/index.ts";
import { publish } from "../kit/figures.ts";
import { median, quantile } from "../kit/statistics.ts";
import { CORPORA } from "./corpora.ts";

// What it costs to scope a statement of the corpus: seen for the first time, and again; what of that is the parser's; and what
// another parser takes for its part alone. Each figure is over statements, and each statement's is the median of its rounds.

const ROUNDS = 15;
const WARM = 3;
const REPEATS = 10;
/** A look into a map takes less than a clock tells. */
const LOOKS = 1_000;

const other = new peer.Parser();
const remembering = new Map(CORPORA.map(({ name, schema }) => [name, createScoper(schema)]));

const admitted = CORPORA.flatMap(({ name, schema, sent }) =>
  sent
    .filter(({ sql }) => isScoped(() => createScoper(schema).scope(sql)))
    .map(({ sql }) => ({ name, schema, sql })),
);
const understood = new Set(admitted.filter(({ sql }) => isParsed(sql)).map(({ sql }) => sql));

type Admitted = (typeof admitted)[number];

function isScoped(scope: () => unknown): boolean {
  try {
    scope();
    return true;
  } catch (error) {
    if (error instanceof StatementRefused) return false;
    throw error;
  }
}

function isParsed(sql: string): boolean {
  try {
    other.astify(sql, { database: "sqlite" });
    return true;
  } catch {
    return false;
  }
}

/** Microseconds. */
function timed(repeats: number, act: () => unknown): number {
  const began = performance.now();
  for (let i = 0; i < repeats; i++) act();
  return ((performance.now() - began) * 1_000) / repeats;
}

const CONTENDERS = {
  cold: ({ schema, sql }: Admitted) => timed(REPEATS, () => createScoper(schema).scope(sql)),
  parser: ({ sql }: Admitted) => timed(REPEATS, () => parseStmt(sql)),
  cached: ({ name, sql }: Admitted) => timed(LOOKS, () => remembering.get(name)?.scope(sql)),
  peer: ({ sql }: Admitted) =>
    understood.has(sql) ? timed(REPEATS, () => other.astify(sql, { database: "sqlite" })) : Number.NaN,
};

type Contender = keyof typeof CONTENDERS;
const names = Object.keys(CONTENDERS) as Contender[];
const rounds = admitted.map((): Record<Contender, number[]> => ({
  cold: [],
  parser: [],
  cached: [],
  peer: [],
}));

for (let round = 0; round < WARM + ROUNDS; round++) {
  for (let turn = 0; turn < names.length; turn++) {
    const name = names[(round + turn) % names.length] ?? "cold";
    for (const [i, statement] of admitted.entries()) {
      const took = CONTENDERS[name](statement);
      if (round >= WARM) rounds[i]?.[name].push(took);
    }
  }
}

const each = (name: Contender): number[] =>
  rounds.map((round) => median(round[name])).filter((took) => !Number.isNaN(took));
const both = rounds.filter((_, i) => understood.has(admitted[i]?.sql ?? ""));

const sent = CORPORA.reduce((total, corpus) => total + corpus.sent.length, 0);
console.log(`\nRefused of the ${sent} statements of the corpus, as its test holds them to`);
for (const [name, why] of Object.entries(REFUSED)) console.log(`  ${name}: ${why}`);

publish({
  part: `scoping: ${admitted.length} statements that applications send`,
  figures: [
    {
      what: "statements refused",
      value: (100 * Object.keys(REFUSED).length) / sent,
      unit: "%",
      bar: { atMost: 1 },
    },
    {
      what: "scoped anew, half of them within",
      value: median(each("cold")),
      unit: "µs",
      bar: { atMost: 30 },
    },
    { what: "scoped anew, 95 in 100 within", value: quantile(each("cold"), 0.95), unit: "µs" },
    { what: "the parser alone, half of them within", value: median(each("parser")), unit: "µs" },
    {
      what: "the parser's share of it, median",
      value: 100 * median(rounds.map(({ cold, parser }) => median(parser) / median(cold))),
      unit: "%",
    },
    {
      what: "scoped again, half of them within",
      value: median(each("cached")),
      unit: "µs",
      bar: { atMost: 2 },
    },
    { what: "node-sql-parser, parsing alone, half of them within", value: median(each("peer")), unit: "µs" },
    { what: "statements that it does not understand", value: admitted.length - understood.size, unit: "" },
    {
      what: "times longer than scoping, where it understands, median",
      value: median(both.map(({ cold, peer: theirs }) => median(theirs) / median(cold))),
      unit: "×",
    },
  ],
  details: admitted.map(({ name, sql }, i) => ({
    corpus: name,
    sql,
    ...Object.fromEntries(names.map((contender) => [contender, median(rounds[i]?.[contender] ?? [])])),
  })),
});
