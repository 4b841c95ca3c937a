import { createWindow, type Window, withLimit } from "../window/window.ts";
import { type AttackDesk, createAttackDesk, createAttackWatch, type Load } from "./attack-reports.ts";
import { type AttackLevel, ceilingAt } from "./attack.ts";
import { createSilences } from "./silence.ts";
import {
  FLOOD_AT,
  isFlooding,
  type Kind,
  randomFrom,
  READER_PER_SECOND,
  repeat,
  type Sender,
  sendersOf,
  type Traffic,
} from "./attack.traffic.ts";

export interface Scenario extends Traffic {
  readonly seed: number;
  readonly colos: number;
  /** Without any level, or without the rule that a refused address must be silent: to see what they are for. */
  readonly without?: "levels" | "silence";
}

export interface Outcome {
  /** Of what readers sent while the flood lasted, the share that was served. */
  readonly served: number;
  /** The same without the first ten seconds, in which nobody can know of the flood. */
  readonly servedAfterOnset: number;
  /** The same for readers who share an address with nine others; they count in no other share. */
  readonly servedShared: number;
  readonly topLevel: AttackLevel;
  /** From the last request of the flood until every isolate is at level 0 again. */
  readonly recoverySeconds: number;
  /** How many times the level went up after it had gone down, or down after up. */
  readonly turns: number;
}

/** There is room for so many times as much as readers send. */
const ROOM = 10;
const ISOLATES_PER_COLO = 2;
/** What isolates report to sums before it reports to the desk. */
const SHARDS = 8;
const PER_MINUTE = 6_000;
/** How long an isolate waits for the answer to a report, in seconds. */
const ROUND_TRIP = 1;
const ONSET = 10;
const AFTERMATH = 90;

/** Plays a scenario second by second, the same for the same seed. */
export function simulate(scenario: Scenario): Outcome {
  const random = randomFrom(scenario.seed);
  const senders = sendersOf(scenario, random);
  const room = ROOM * scenario.readers * READER_PER_SECOND;
  const desk = createAttackDesk({ perSecond: room });
  const shards = repeat(SHARDS, () => newShard(desk));
  const isolates = repeat(scenario.colos * ISOLATES_PER_COLO, (i) =>
    newIsolate(scenario, shards[i % SHARDS] ?? desk),
  );
  const floodEnd = FLOOD_AT + scenario.floodSeconds;
  const tallies = [newTally(), newTally()] as const;
  const levels: AttackLevel[] = [];
  let [floodedAt, raisedAt] = [FLOOD_AT, FLOOD_AT];

  for (let second = 0; second < floodEnd + AFTERMATH; second++) {
    const now = second * 1_000;
    const sent = senders.flatMap((sender) => repeat(sender.send(second), () => sender));
    const passed = sent.filter((sender) => isolateOf(sender, isolates, random).passes(sender.address, now));
    // What there is no room for is lost by chance, whoever sent it.
    const served = passed.filter(() => random() * passed.length < room);
    if (second >= FLOOD_AT && second < floodEnd)
      count(tallies[second < FLOOD_AT + ONSET ? 0 : 1], sent, served);

    const highest = isolates.reduce<AttackLevel>((level, isolate) => higher(level, isolate.levelAt(now)), 0);
    levels.push(highest);
    if (isFlooding(scenario, second)) floodedAt = second;
    if (highest > 0) raisedAt = second;
  }

  const [onset, later] = tallies;
  return {
    served: share(onset, later).reader,
    servedAfterOnset: share(later).reader,
    servedShared: share(onset, later).shared,
    topLevel: levels.reduce(higher),
    recoverySeconds: Math.max(0, raisedAt - floodedAt),
    turns: turnsOf(levels),
  };
}

/** One of the places where requests are counted, each for itself. Times are milliseconds. */
interface Isolate {
  passes(address: number, now: number): boolean;
  levelAt(now: number): AttackLevel;
}

function newShard(desk: AttackDesk): AttackDesk {
  const watch = createAttackWatch();
  function report(load: Load, now: number): AttackLevel {
    const due = watch.note(load, now);
    if (due) watch.learn(desk.report(due, now), now);
    return watch.levelAt(now);
  }
  return { report };
}

function newIsolate({ without }: Scenario, shard: AttackDesk): Isolate {
  const windows = new Map<number, Window>();
  const silentUntil = new Map<number, number>();
  const silences = createSilences({ most: 5_000 });
  const watch = createAttackWatch();
  let answer: { readonly level: AttackLevel; readonly at: number } | undefined;

  function levelAt(now: number): AttackLevel {
    if (answer && now >= answer.at) {
      watch.learn(answer.level, answer.at);
      answer = undefined;
    }
    return without === "levels" ? 0 : watch.levelAt(now);
  }

  function windowOf(address: number, limit: number): Window {
    const found = windows.get(address) ?? createWindow({ limit, windowMs: 60_000 });
    const window = found.policy.limit === limit ? found : withLimit(found, limit);
    windows.set(address, window);
    return window;
  }

  function passes(address: number, now: number): boolean {
    const level = levelAt(now);
    const window = windowOf(address, ceilingAt(level, PER_MINUTE));
    const isSilenced = level > 0 && now < (silentUntil.get(address) ?? 0);
    const isAllowed = !isSilenced && window.check(now).kind === "allowed";
    if (isAllowed) silences.admitted(String(address));
    else if (without !== "silence") {
      const silence = silences.refused(String(address), level);
      silentUntil.set(address, now + silence);
    }

    const report = watch.note({ requests: 1, refused: isAllowed ? 0 : 1 }, now);
    if (report) answer = { level: shard.report(report, now), at: now + ROUND_TRIP * 1_000 };
    return isAllowed;
  }

  return { passes, levelAt };
}

/** An address comes to one colo, and to any of the isolates there. */
function isolateOf({ address }: Sender, isolates: readonly Isolate[], random: () => number): Isolate {
  const colo = address % (isolates.length / ISOLATES_PER_COLO);
  const isolate = isolates[colo * ISOLATES_PER_COLO + Math.floor(random() * ISOLATES_PER_COLO)];
  if (!isolate) throw new RangeError(`Cannot find an isolate: address is ${address}`);
  return isolate;
}

type Tally = Record<"sent" | "served", Record<Kind, number>>;

function newTally(): Tally {
  return { sent: { reader: 0, shared: 0, attacker: 0 }, served: { reader: 0, shared: 0, attacker: 0 } };
}

function count(tally: Tally, sent: readonly Sender[], served: readonly Sender[]): void {
  for (const { kind } of sent) tally.sent[kind]++;
  for (const { kind } of served) tally.served[kind]++;
}

function share(...tallies: readonly Tally[]): Record<Kind, number> {
  const of = (kind: Kind): number =>
    tallies.reduce((all, { served }) => all + served[kind], 0) /
    tallies.reduce((all, { sent }) => all + sent[kind], 0);
  return { reader: of("reader"), shared: of("shared"), attacker: of("attacker") };
}

function higher(a: AttackLevel, b: AttackLevel): AttackLevel {
  return a > b ? a : b;
}

function turnsOf(levels: readonly AttackLevel[]): number {
  const moves = levels.slice(1).map((level, i) => Math.sign(level - (levels[i] ?? 0)));
  const directions = moves.filter((move) => move !== 0);
  return directions.slice(1).filter((move, i) => move !== directions[i]).length;
}
