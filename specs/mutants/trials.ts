import { clock, newClient } from "#specs/fixtures";
import { type ExpectStatic, test } from "vitest";
import { type Answer, type Mutants, NONE, type Order, type Ran } from "./orders.ts";

// Runs a page's specs in workerd with one mutant after the other in force, as tools/mutants/specs-with-switches.ts orders.

interface Spec {
  readonly title: string;
  readonly run: (context: { readonly expect: ExpectStatic }) => Promise<void>;
}

const shared = globalThis as typeof globalThis & {
  mutants?: Mutants;
  collectSpec?: (title: string, run: Spec["run"]) => void;
};
/** Made by the first module that has mutants; the fixtures stand on all of them. */
const mutants = shared.mutants ?? fail("no module of the pattern has been loaded");
const specs: Spec[] = [];
shared.collectSpec = (title, run) => void specs.push({ title, run });

const settings = (import.meta as { env?: Record<string, string> }).env ?? {};
/** A spec that waits for what never comes. One that never gives way is ended with the process. */
const HANGS_AFTER_MS = 15_000;

test("runs what it is ordered to", { timeout: 2 ** 31 - 1 }, async ({ expect }) => {
  await import(/* @vite-ignore */ settings["VITE_MUTANTS_PAGE"] ?? "");
  let answer: Answer | undefined;
  for (;;) {
    const body = JSON.stringify(answer ?? null);
    const response = await fetch(settings["VITE_MUTANTS_ORDERS"] ?? "", { method: "POST", body });
    const order = await response.json<Order>();
    if (order.titles.length === 0) break;
    answer = await obey(order, expect);
  }
  expect(answer).toBeDefined();
});

async function obey({ active, titles }: Order, expect: ExpectStatic): Promise<Answer> {
  const failed: (readonly [string, string])[] = [];
  const ran: Ran[] = [];
  const apart = take();
  for (const spec of titles.flatMap((title) => specs.find((one) => one.title === title) ?? [])) {
    const began = performance.now();
    newClient();
    mutants.active = active;
    mutants.isTold = active === NONE;
    const why = await failureOf(spec, expect);
    mutants.active = NONE;
    clock.restore();
    ran.push({ title: spec.title, ms: performance.now() - began, reached: take() });
    if (why !== undefined) failed.push([spec.title, why]);
    if (why !== undefined && active !== NONE) break;
  }
  return { failed, ran, apart };
}

function fail(why: string): never {
  throw new Error(`Cannot try mutants: ${why}`);
}

function take(): number[] {
  const numbers = [...mutants.reached];
  mutants.reached.clear();
  return numbers;
}

/** Why the spec failed; undefined if it passed. */
async function failureOf({ run }: Spec, expect: ExpectStatic): Promise<string | undefined> {
  const late = AbortSignal.timeout(HANGS_AFTER_MS);
  const tooLate = new Promise<never>((_, reject) => {
    late.addEventListener("abort", () => reject(new Error("took too long")));
  });
  try {
    await Promise.race([run({ expect }), tooLate]);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
