import { expect, test } from "vitest";
import { listRepositoryFiles, readRepositoryFile } from "./repository.ts";

const grove = listRepositoryFiles()
  .filter((file) => /^src\/grove\/.*(?<!\.test)\.tsx?$/.test(file))
  .map((file) => ({ file, text: readRepositoryFile(file) }));

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

test("every table of an object is made by Loom's steps", () => {
  const made = grove.filter(({ text }) => /\bCREATE TABLE\b/.test(text));

  expect(made.length).toBeGreaterThan(2);
  expect(made.filter(({ text }) => !/\bcreateTables\(/.test(text)).map(({ file }) => file)).toEqual([]);
});

test("every object with an alarm hands it to Loom", () => {
  const objects = grove.filter(({ text }) => /\balarm\(\)/.test(text));

  expect(objects.length).toBeGreaterThanOrEqual(3);
  expect(objects.filter(({ text }) => !text.includes("this.#loom.alarms.fire()"))).toEqual([]);
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
    .filter(({ text }) => text.includes("this.#loom.alarms.fire()"))
    .flatMap(({ file, text }) => methodsOf(text).map(([name, body]) => ({ name: `${file} ${name}`, body })))
    .filter(({ name }) => !NO_WATCH.some((except) => name.endsWith(` ${except}`)));

  expect(methods.length).toBeGreaterThan(15);
  expect(
    methods.filter(({ body }) => !body.includes("this.#loom.alarms.watch();")).map(({ name }) => name),
  ).toEqual([]);
});
