import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { listFiles, ROOT } from "../sources.ts";
import { draftEntry, draftPattern, ENTRY, PATTERN } from "./drafted.ts";
import { listLeftovers } from "./leftovers.ts";

const made = new Map([...(await draftEntry()), ...(await draftPattern())]);

const draft = (path: string): string => made.get(path) ?? "";
const done = (path: string): string => draft(path).replace(/^toDo: .*\n/m, "");
const told = (path: string, phrase: string): string =>
  `${path} names nothing to do, and still says what its template says: "${phrase}"`;

test.for(listFiles(["src/content/docs/catalogue", "src/content/docs/patterns"]))(
  "%s is a draft, or says nothing of its template",
  (path) => {
    expect(listLeftovers(path, readFileSync(join(ROOT, path), "utf8"))).toEqual([]);
  },
);

test.for([ENTRY, PATTERN])("a draft may say all of it: %s", (path) => {
  expect(draft(path)).toContain("Say here");
  expect(listLeftovers(path, draft(path))).toEqual([]);
});

test.for([
  [
    ENTRY,
    "Unlit Lamp is an entry in the making, begun from the template: its problem and its solution are still to be written.",
  ],
  [ENTRY, "What does Unlit Lamp keep true?"],
  [ENTRY, "it hurts, in the words of somebody who does not know this name"],
  [ENTRY, "Say here in a sentence when to use it."],
  [ENTRY, "Say here why the other becomes possible or better with it."],
  [ENTRY, "The name of a real system"],
  [ENTRY, "https://example.org/"],
  [ENTRY, "Who, What, when"],
  [ENTRY, "This text is the template's."],
  [
    ENTRY,
    "Say here what somebody has who needs Unlit Lamp, before they know that it exists: what they do, what goes wrong, and why the first idea that comes to mind does not help.",
  ],
  [ENTRY, "Say here how people get it wrong, and how that would be noticed before it hurts."],
  [PATTERN, "a button that is pressed twice orders twice"],
  [PATTERN, "What is sent again by mistake does not count twice."],
  [PATTERN, "Say here what that system does of it."],
  [
    PATTERN,
    "Unlit Lamp begins with the template's own example: it accepts a key, and refuses the same key for a minute.",
  ],
  [PATTERN, "**The memory grows** with the keys of the last minute, and with nothing else."],
  [PATTERN, "A minute later the key is accepted again"],
] as const)("%s without its toDo is refused for: %s", ([path, phrase]) => {
  expect(listLeftovers(path, done(path))).toContain(told(path, phrase));
});

test("one sentence is enough, wherever its lines are broken, and an empty toDo is none", () => {
  const page = (sentence: string): string =>
    `---\ntitle: Lamp\ntoDo: []\n---\n\nIt is lit. ${sentence} It is out.\n`;

  expect(listLeftovers(ENTRY, page("Name each part once\nand keep the name."))).toEqual([
    told(ENTRY, "Name each part once and keep the name."),
  ]);
  expect(listLeftovers(ENTRY, page("Each part has one name."))).toEqual([]);
});

test("an address of the template is refused where it is a source, and not in a text that shows one", () => {
  const page = (url: string, body: string): string =>
    `---\ntitle: Lamp\nentry:\n  system: { url: ${url} }\n---\n\n${body}\n`;

  expect(listLeftovers(ENTRY, page("https://example.org/", "It is lit."))).toEqual([
    told(ENTRY, "https://example.org/"),
  ]);
  expect(
    listLeftovers(ENTRY, page("https://example.org/lamps", "Ask `https://example.org/one` for it.")),
  ).toEqual([]);
});

test("a finished pattern may keep what is true of every pattern", () => {
  const all = listLeftovers(PATTERN, done(PATTERN)).join("\n");

  expect(done(PATTERN)).toContain("Nothing in Grove calls it yet.");
  expect(all).not.toContain("Nothing in Grove calls it yet.");
  expect(all).not.toContain("npm run specs");
  expect(all).not.toContain("the rules that this page keeps");
});
