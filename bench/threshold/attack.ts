import {
  type Outcome,
  type Scenario,
  simulate,
} from "../../src/implementations/threshold/abuse/attack.simulation.ts";
import { publish } from "../kit/figures.ts";

// Floods of ten minutes among 300 readers, played against the attack level second by second: what readers are served,
// how soon it is over, and whether the level swings. Each three times; the worst counts. A seed may be given.

const SEED = Number(process.argv[2] ?? 20_261_121);
const TIMES = 3;

type Flood = Pick<Scenario, "flood" | "attackers" | "pulse" | "without">;

/** Floods that the bars are held against, the second list but for its first ten seconds. */
const FLOODS: readonly Flood[] = [
  { flood: 10, attackers: 10 },
  { flood: 10, attackers: 100 },
  { flood: 100, attackers: 10 },
  { flood: 100, attackers: 100 },
  { flood: 8, attackers: 100 },
  { flood: 100, attackers: 10, pulse: { on: 20, off: 10 } },
];
const FLOODS_OF_MANY: readonly Flood[] = [
  { flood: 100, attackers: 500 },
  { flood: 100, attackers: 500, pulse: { on: 20, off: 10 } },
];
/** What it cannot do, and what its parts are for: no bars. */
const LIMITS: readonly Flood[] = [
  { flood: 100, attackers: 100, without: "levels" },
  { flood: 100, attackers: 500, without: "silence" },
  { flood: 100, attackers: 1_000 },
  { flood: 10, attackers: 500 },
  { flood: 50, attackers: 1_500 },
];

interface Row extends Outcome {
  readonly flood: string;
}

/** Plays a flood in one colo and in fifty, and keeps the worst of all its plays in each. */
function play(each: Flood): Row[] {
  return [1, 50].map((colos) => {
    const outcomes = Array.from({ length: TIMES }, (_, i) =>
      simulate({ ...each, seed: SEED + i, readers: 300, colos, floodSeconds: 600 }),
    );
    const least = (of: (outcome: Outcome) => number): number => Math.min(...outcomes.map(of));
    const most = (of: (outcome: Outcome) => number): number => Math.max(...outcomes.map(of));
    return {
      flood: nameOf(each, colos),
      served: least(({ served }) => served),
      servedAfterOnset: least(({ servedAfterOnset }) => servedAfterOnset),
      servedShared: least(({ servedShared }) => servedShared),
      topLevel: outcomes.reduce<Row["topLevel"]>((top, { topLevel }) => (topLevel > top ? topLevel : top), 0),
      recoverySeconds: most(({ recoverySeconds }) => recoverySeconds),
      turns: most(({ turns }) => turns),
    };
  });
}

function nameOf({ flood, attackers, pulse, without }: Flood, colos: number): string {
  const on = pulse ? `, ${pulse.on} s on, ${pulse.off} s off` : "";
  const off = without ? `, without ${without}` : "";
  return `${flood}× from ${attackers} addresses, ${colos} colo${colos > 1 ? "s" : ""}${on}${off}`;
}

function print(title: string, rows: readonly Row[]): void {
  console.log(`\n${title.padEnd(58)}  served  after 10 s  shared  top  recovery  turns`);
  for (const { flood, served, servedAfterOnset, servedShared, ...row } of rows) {
    const shares = [
      percent(served).padStart(7),
      percent(servedAfterOnset).padStart(10),
      percent(servedShared).padStart(6),
    ];
    const rest = [
      String(row.topLevel).padStart(3),
      `${row.recoverySeconds} s`.padStart(8),
      String(row.turns).padStart(5),
    ];
    console.log(`${flood.padEnd(58)} ${[...shares, ...rest].join("  ")}`);
  }
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

console.log(
  `seed ${SEED}; capacity ten times what readers send; "shared": readers behind one address with nine others`,
);
const floods = FLOODS.flatMap(play);
const ofMany = FLOODS_OF_MANY.flatMap(play);
const limits = LIMITS.flatMap(play);
print("Floods", floods);
print("Floods of very many addresses", ofMany);
print("Limits, without bars", limits);

const all = [...floods, ...ofMany];
publish({
  part: `attack: simulated floods of ten minutes, seed ${SEED}`,
  figures: [
    {
      what: "of readers' requests served, ≤ 100 addresses, the worst flood",
      value: 100 * Math.min(...floods.map(({ served }) => served)),
      unit: "%",
      bar: { atLeast: 99 },
    },
    {
      what: "the same for 500 addresses too, after the first ten seconds",
      value: 100 * Math.min(...all.map(({ servedAfterOnset }) => servedAfterOnset)),
      unit: "%",
      bar: { atLeast: 99 },
    },
    {
      what: "until every isolate is back at level 0, the longest",
      value: Math.max(...all.map(({ recoverySeconds }) => recoverySeconds)),
      unit: "s",
      bar: { atMost: 60 },
    },
    {
      what: "times the level changed its direction, the most",
      value: Math.max(...all.map(({ turns }) => turns)),
      unit: "",
      bar: { atMost: 1 },
    },
  ],
  details: { floods, ofMany, limits },
});
