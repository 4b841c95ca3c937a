import fc from "fast-check";
import { expect, test } from "vitest";
import { appeal, clear, escalate, judge, type LadderStep, recordViolation } from "./ladder.ts";
import { LadderModel, TICK_MS } from "./ladder.model.ts";
import { NEW_LADDER } from "./ladder-state.ts";

const EPOCH = 1_800_000_000_000;

const LEVELS = ["clear", "warning", "slowdown", "block", "ban"];

/** Every step the description allows, and no other: a ban is only forgotten when all else is. */
const REACHABLE = [
  "escalated clear > warning",
  "escalated warning > warning",
  "escalated warning > slowdown",
  "escalated warning > block",
  "escalated warning > ban",
  "escalated slowdown > block",
  "escalated block > ban",
  "escalated ban > ban",
  "released slowdown > warning",
  "released block > warning",
  "released ban > warning",
  "decayed warning > warning",
  "decayed warning > clear",
  "forgotten clear > clear",
  ...["clear", "warning", "slowdown", "ban"].map((level) => `unshadowed ${level} > ${level}`),
  ...LEVELS.flatMap((level) => [
    `appealed ${level} > ${level}`,
    `lapsed ${level} > ${level}`,
    `cleared ${level} > clear`,
  ]),
];

/** The machine, with a clock beside it and a list of all it has told. */
interface Machine {
  state: typeof NEW_LADDER;
  tick: number;
  readonly told: string[];
}

type Act = (machine: Machine, now: number) => LadderStep;

/** An act on the machine and the same on the model: after it they must agree on all that can be seen. */
class Command implements fc.Command<LadderModel, Machine> {
  readonly #name: string;
  readonly #act: Act;
  readonly #onModel: (model: LadderModel) => void;

  constructor(name: string, act: Act, onModel: (model: LadderModel) => void) {
    this.#name = name;
    this.#act = act;
    this.#onModel = onModel;
  }

  check(): boolean {
    return true;
  }

  run(model: LadderModel, machine: Machine): void {
    const step = this.#act(machine, EPOCH + machine.tick * TICK_MS);
    model.liveUntil(machine.tick);
    this.#onModel(model);

    agree(model, machine, step);
  }

  toString(): string {
    return this.#name;
  }
}

/** Lets time pass, of which neither is told until the next act. */
class Wait implements fc.Command<LadderModel, Machine> {
  readonly #ticks: (machine: Machine) => number;

  constructor(ticks: (machine: Machine) => number) {
    this.#ticks = ticks;
  }

  check(): boolean {
    return true;
  }

  run(_model: LadderModel, machine: Machine): void {
    machine.tick += Math.max(0, Math.round(this.#ticks(machine)));
  }

  toString(): string {
    return "wait";
  }
}

/** The state has been through JSON, and a clock set back changes nothing. */
function agree(model: LadderModel, machine: Machine, step: LadderStep): void {
  const told = step.events.map(
    ({ at, kind, from, to }) => `${(at - EPOCH) / TICK_MS} ${kind} ${from} > ${to}`,
  );
  machine.told.push(...told);
  machine.state = JSON.parse(JSON.stringify(step.state)) as typeof NEW_LADDER;
  expect(machine.state).toEqual(step.state);
  expect(told).toEqual(model.told.slice(machine.told.length - told.length));
  expect(machine.told.length).toBe(model.told.length);
  expect(seen(step, machine.tick)).toEqual({
    level: model.level,
    isShadowed: model.shadow > 0,
    barredFor: model.barred,
    violations: model.violations,
    bans: model.bans,
  });
  expect(judge(step.state, 0)).toEqual({ state: step.state, judgement: step.judgement, events: [] });
  expect(JSON.stringify(step.state).length).toBeLessThan(1_500);
}

function seen({ state, judgement }: LadderStep, tick: number): object {
  const barredFor = judgement.kind === "barred" ? (judgement.until - EPOCH) / TICK_MS - tick : 0;
  const { level, isShadowed } = judgement;
  return { level, isShadowed, barredFor, violations: state.violations, bans: state.bans };
}

type Both = readonly [name: string, act: Act, onModel: (model: LadderModel) => void];

const acts: Both[] = [
  ["escalate", ({ state }, now) => escalate(state, { now, reason: "seen" }), (model) => model.climb()],
  ["appeal", ({ state }, now) => appeal(state, { now, note: "x".repeat(900) }), (model) => model.appealNow()],
  [
    "clear",
    ({ state }, now) => clear(state, { now, by: "ada", reason: "mistaken" }),
    (model) => model.clear(),
  ],
  ["judge", ({ state }, now) => judge(state, now), () => {}],
];

const violations = ["requests", "comments", "writes", "uploads"].map((policy, i): Both => {
  const ticks = [2, 10, 120, 2_880][i]!;
  return [
    `violate ${policy}`,
    ({ state }, now) => recordViolation(state, { now, policy, windowMs: ticks * TICK_MS }),
    (model) => model.violate(policy, ticks),
  ];
});

/** To about when one of five things is due: random times would seldom meet it. */
function waitForDue(which: number, off: number): Wait {
  return new Wait(({ state, tick }) => {
    const { sentence, forgiveAt, forgetBanAt, shadowedUntil } = state;
    const due = [sentence?.until, forgiveAt, forgetBanAt, shadowedUntil, state.appeal?.lapsesAt][which];
    return due ? (due - EPOCH) / TICK_MS - tick + off : 1;
  });
}

const asCommand = ([name, act, onModel]: Both): Command => new Command(name, act, onModel);
const walks = fc.commands(
  [
    fc.constantFrom(...violations).map(asCommand),
    fc.constantFrom(...violations, ...acts).map(asCommand),
    fc.constantFrom(...acts.slice(0, 2)).map(asCommand),
    fc.tuple(fc.nat(4), fc.integer({ min: -1, max: 1 })).map(([which, off]) => waitForDue(which, off)),
    fc.constantFrom(3, 4).map((which) => waitForDue(which, -1)),
    fc.nat(180).map((ticks) => new Wait(() => ticks)),
  ],
  { size: "max", maxCommands: 120 },
);

test("does what its description says, through every transition there is", () => {
  const transitions = new Map<string, number>();
  fc.assert(
    fc.property(walks, (walk) => {
      const machine: Machine = { state: NEW_LADDER, tick: 0, told: [] };
      fc.modelRun(() => ({ model: new LadderModel(), real: machine }), walk);
      for (const line of machine.told) {
        const transition = line.slice(line.indexOf(" ") + 1);
        transitions.set(transition, (transitions.get(transition) ?? 0) + 1);
      }
    }),
    { seed: 20_261_121, numRuns: 250 },
  );
  expect([...transitions.keys()].toSorted()).toEqual(REACHABLE.toSorted());
});
