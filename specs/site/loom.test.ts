import { expect, test } from "vitest";
import { listRepositoryFiles, readRepositoryFile } from "./repository.ts";

const sources = listRepositoryFiles()
  .filter((file) => /^src\/(?:grove|implementations)\/.*(?<!\.(?:test|contract))\.tsx?$/.test(file))
  .map((file) => ({ file, text: readRepositoryFile(file) }));
const grove = sources.filter(({ file }) => file.startsWith("src/grove/"));

/** What only Loom may do for an object, and the files that may speak of it all the same. */
const LOOMS: readonly (readonly [what: string, call: RegExp, except: readonly string[]])[] = [
  ["sets an alarm", /\b(?:set|get|delete)Alarm\b/, []],
  // Threshold's counts are kept when their object falls quiet: they are no writes that wait.
  ["holds a timer", /\bset(?:Timeout|Interval)\b/, ["src/grove/objects/rest.ts"]],
  ["waits for a turn", /\bawait storage\.sync\(\)|\bscheduler\.wait\(0\)/, ["src/grove/objects/loom.ts"]],
];

test("there is something to look at", () => {
  expect(grove.length).toBeGreaterThan(50);
  expect(grove.some(({ text }) => text.includes("createAlarms"))).toBe(true);
});

test.for(LOOMS)("nothing in Grove but Loom %s", ([, call, except]) => {
  const found = grove.filter(({ text }) => call.test(text)).map(({ file }) => file);

  expect(found).toEqual(except);
});

const MAKES = /\b(?:CREATE|ALTER|DROP)\s+(?:TABLE|INDEX|UNIQUE|TRIGGER|VIEW)\b/i;

/** Whether a file makes or changes a table otherwise than by steps that it hands to Loom. */
function makesByItself(text: string): boolean {
  const lists = Array.from(text.matchAll(/^const (\w+) = \[$[^]*?^\];$/gm));
  const steps = lists.filter(([, name]) =>
    new RegExp(`\\bcreateTables\\(\\w+, "\\w+", ${name}\\)`).test(text),
  );
  return MAKES.test(steps.reduce((rest, [list]) => rest.replace(list, ""), text));
}

test("every table of an object is made by Loom's steps", () => {
  expect(grove.filter(({ text }) => MAKES.test(text)).length).toBeGreaterThan(2);
  expect(grove.filter(({ text }) => makesByItself(text)).map(({ file }) => file)).toEqual([]);
});

const STEPS = "const STEPS = [\n  `CREATE TABLE votes (n INTEGER)`,\n];\n";

test.for<[string, string, boolean]>([
  ["steps that Loom is given", `${STEPS}createTables(storage, "votes", STEPS);`, false],
  ["steps that it is not given", `${STEPS}createTables(storage, "votes", OTHERS);`, true],
  [
    "a table beside its steps",
    `${STEPS}createTables(storage, "votes", STEPS);\nsql.exec("DROP TABLE a");`,
    true,
  ],
  ["a table without any", 'sql.exec("create index by_n on votes (n)");', true],
])("the rule of tables, for %s", ([, text, isBroken]) => {
  expect(makesByItself(text)).toBe(isBroken);
});

test("beside Loom one pattern keeps something by itself: Threshold, which is copied without it, its windows", () => {
  const others = sources.filter(({ file }) => /^src\/implementations\/(?!loom\/)/.test(file));
  const made = others.filter(({ text }) => /\bexec\(\s*["`](?:CREATE|ALTER|DROP)\b/i.test(text));

  expect(made.map(({ file }) => file)).toEqual(["src/implementations/threshold/layers/window-store.ts"]);
  expect(others.filter(({ text }) => /\b(?:set|get|delete)Alarm\b/.test(text))).toEqual([]);
});

/** What each alarm of a file begins with. */
function alarmsIn(text: string): readonly string[] {
  const alarms = text.matchAll(/\balarm\b\s*[(=][^{;]*\{\s*([^;}]*;?)/g);
  return Array.from(alarms, ([, first = ""]) => first.trim());
}

test("every alarm of an object begins with Loom's", () => {
  const alarms = grove.flatMap(({ file, text }) => alarmsIn(text).map((first) => ({ file, first })));

  expect(alarms.length).toBeGreaterThanOrEqual(3);
  expect(alarms.filter(({ first }) => first !== "await this.loom.alarms.fire();")).toEqual([]);
});

test.for([
  "override async alarm(): Promise<void> { this.#keep(); await this.loom.alarms.fire(); }",
  "alarm(info: AlarmInvocationInfo) { await this.#flush(); }",
  "alarm = async () => { await this.#flush(); };",
  "alarm() {}",
])("the rule of alarms sees one that does not: %s", (text) => {
  expect(alarmsIn(text)).toHaveLength(1);
  expect(alarmsIn(text)).not.toEqual(["await this.loom.alarms.fire();"]);
});

/** They begin a new life, and end this one. */
const NO_WATCH = ["forget", "crash"];

/** The public methods of the class in a file, each with its body. */
function methodsOf(text: string): readonly (readonly [name: string, body: string])[] {
  const methods = text.matchAll(/^ {2}(?:async )?(\w+)\([^]*?^ {2}\}$/gm);
  return [...methods].map(([body, name = ""]) => [name, body]);
}

test("every method that others call of an object with an alarm sees that it is set", () => {
  const methods = grove
    .filter(({ text }) => text.includes("this.loom.alarms"))
    .flatMap(({ file, text }) => methodsOf(text).map(([name, body]) => ({ name: `${file} ${name}`, body })))
    .filter(({ name }) => !NO_WATCH.some((except) => name.endsWith(` ${except}`)));

  expect(methods.length).toBeGreaterThan(15);
  expect(
    methods.filter(({ body }) => !body.includes("this.loom.alarms.watch();")).map(({ name }) => name),
  ).toEqual([]);
});
