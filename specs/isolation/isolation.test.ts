import { env } from "cloudflare:workers";
import { createScoper } from "#implementations/prism";
import { expect, test } from "vitest";
import { SCHEMA } from "./bookshop.ts";
import { add, type Findings, noFindings, note, summary } from "./compare.ts";
import { D1World } from "./d1.ts";
import { named } from "./outcome.ts";
import { createRandom } from "./random.ts";
import { besideSolo, inBoth } from "./solo.ts";
import { draw, isReading } from "./trial.ts";

// `npm run fuzz -- prism` is the same with more statements, other ones each time. The gate runs the same ones each time: who
// changes a word on a page shall not be stopped by what one statement in a hundred thousand does.
const settings = (import.meta as { env?: Record<string, string> }).env ?? {};
const ON_OBJECTS = Number(settings["VITE_ISOLATION_STATEMENTS"] ?? 3_000);
const ON_D1 = Number(settings["VITE_ISOLATION_D1"] ?? 300);
const SEED = Number(settings["VITE_ISOLATION_SEED"] ?? 20_261_129);
const HANGS_AFTER_MS = 60_000 + 20 * (ON_OBJECTS + ON_D1);
const CHUNK = 1_000;
const TENANTS = ["a", "b", "c"] as const;

interface Chunk {
  readonly seed: number;
  readonly statements: number;
  readonly longest: number;
}

function drawn({ seed, ...drawing }: Chunk) {
  const tenant = TENANTS[seed % TENANTS.length] as string;
  const { sequences, refused, leftOut } = draw(createRandom(seed), createScoper(SCHEMA), drawing);
  const findings: Findings = { ...noFindings(), statements: drawing.statements, refused, leftOut };
  return { tenant, sequences, findings };
}

async function onObjects(chunk: Chunk): Promise<Findings> {
  const { tenant, sequences, findings } = drawn(chunk);
  for (const pair of await inBoth(tenant, sequences)) note(findings, pair);
  return findings;
}

async function onD1(chunk: Chunk): Promise<Findings> {
  const { tenant, sequences, findings } = drawn(chunk);
  const world = new D1World(env.DB, tenant);
  await world.make();
  const before = await world.state();
  const outcomes = await world.run(sequences.flat());
  expect(await world.state(), "what is there when all is made anew").toEqual(before);
  await world.unmake();
  const pairs = await besideSolo(tenant, sequences, (trial, _, solo) => ({
    trial,
    shared: outcomes.get(trial)!,
    solo: isReading(trial) ? solo : named(solo),
    others: before.others,
  }));
  for (const pair of pairs) note(findings, pair);
  return findings;
}

/** Chunk after chunk, until something is found that should not be. */
async function tryAll(
  statements: number,
  longest: number,
  run: (chunk: Chunk) => Promise<Findings>,
): Promise<Findings> {
  const findings = noFindings();
  for (let done = 0; done < statements && findings.told.length === 0; done += CHUNK) {
    const most = Math.min(CHUNK, statements - done);
    add(findings, await run({ seed: SEED + done / CHUNK, statements: most, longest }));
    if (done % (20 * CHUNK) === 0 && done > 0) console.log(summary(findings));
  }
  console.log([summary(findings), ...findings.told].join("\n"));
  return findings;
}

/** SQLite contradicts itself about two in a hundred thousand, and leaves some five open. Of more nobody would know why. */
const MOST_MISREAD = 1 / 10_000;
const MOST_OPEN = 1 / 2_000;

function wrongIn({ told, misread, open, admitted }: Findings): string {
  const most = (share: number): number => Math.max(1, admitted * share);
  const isUsual = misread <= most(MOST_MISREAD) && open <= most(MOST_OPEN);
  return [...told, ...(isUsual ? [] : [`of ${admitted}, ${misread} misread and ${open} open`])].join("\n");
}

test(
  `a statement does among other tenants' rows what it does on a database of its own (seed ${SEED})`,
  async () => expect(wrongIn(await tryAll(ON_OBJECTS, 4, onObjects))).toBe(""),
  HANGS_AFTER_MS,
);

test(
  `and so it does on D1 (seed ${SEED})`,
  async () => expect(wrongIn(await tryAll(ON_D1, 1, onD1))).toBe(""),
  HANGS_AFTER_MS,
);
