import { expect, test } from "vitest";
import { sampleEntry } from "./sample-entry.ts";
import { refuseStrayWords, translateEntries } from "./translation.ts";

const saga = sampleEntry("saga", ["requires outbox"], {
  inGrove: [
    { file: "src/saga.ts", why: "It runs the steps." },
    { file: "src/undo.ts", at: "back", why: "It takes a step back." },
    { file: "src/undo.ts", at: "all", why: "It takes all back." },
  ],
});
const page = { title: "Geschichte", description: "Viele Schritte." };
const translate = (id: string, said: object) =>
  translateEntries([saga, sampleEntry("outbox")], {
    locale: "de",
    pages: new Map([[id, { ...page, ...said }]]),
  });

test("gives an entry the words of its page in the language, and leaves the rest as it is", () => {
  const words = {
    aliases: ["Langläufer"],
    symptoms: ["es schmerzt", "es schmerzt wieder"],
    question: "Wie?",
    relations: { outbox: "Ohne ihn bleibt sie stehen." },
    system: "Es hat sie.",
    inGrove: { "src/saga.ts": "Tut die Schritte." },
  };

  expect(translate("de/catalogue/saga", { words })[0]).toEqual({
    ...saga,
    title: "Geschichte",
    summary: "Viele Schritte.",
    href: "/de/catalogue/saga/",
    aliases: ["Langläufer"],
    symptoms: ["es schmerzt", "es schmerzt wieder"],
    question: "Wie?",
    relations: [{ to: "outbox", kind: "requires", why: "Ohne ihn bleibt sie stehen." }],
    system: { ...saga.system, what: "Es hat sie." },
    inGrove: [{ file: "src/saga.ts", why: "Tut die Schritte." }, ...saga.inGrove.slice(1)],
  });
});

test("gives an entry without a page there the language's address, and no other word", () => {
  expect(translate("fr/catalogue/outbox", {})[1]).toEqual({
    ...sampleEntry("outbox"),
    href: "/de/catalogue/outbox/",
  });
});

test.each([
  ["of no relation", { words: { relations: { loom: "So." } } }, "its entry does not name loom"],
  ["of no file", { words: { inGrove: { "a.ts": "So." } } }, "its entry does not name a.ts"],
  [
    "of a file that is named twice",
    { words: { inGrove: { "src/undo.ts": "So." } } },
    "its entry names src/undo.ts twice, and one reason would stand at both",
  ],
  ["with a shorter list", { words: { when: ["So."] } }, "it has 1 under when, and its entry 2"],
  ["with no sentence in a list", { words: { whenNot: [] } }, "it has 0 under whenNot, and its entry 2"],
  [
    "with a longer list",
    { words: { symptoms: ["so", "und so", "oder so"] } },
    "it has 3 under symptoms, and its entry 2",
  ],
  ["with data", { entry: saga }, "it states an entry, which only its English page may; it may give words"],
])("refuses a translation %s", (_what, said, message) => {
  expect(() => translate("de/catalogue/saga", said)).toThrow(
    `Cannot translate de/catalogue/saga: ${message}`,
  );
});

test("refuses a translation of no entry, and takes a page that says no words of one", () => {
  expect(() => translate("de/catalogue/about", { words: {} })).toThrow(
    "Cannot translate de/catalogue/about: there is no such entry in English",
  );
  expect(translate("de/catalogue/about", {})).toHaveLength(2);
});

test.each(["catalogue/saga", "fr/catalogue/saga", "desk"])(
  "refuses words on a page that is in no language's folder: %s",
  (id) => {
    const pages = new Map([
      ["de/catalogue/saga", { ...page, words: {} }],
      [id, { ...page, words: {} }],
    ]);

    expect(() => refuseStrayWords(pages, ["de"])).toThrow(
      `Cannot translate ${id}: it gives words, and stands in the folder of no language that has a file of them`,
    );
  },
);

test("takes words on pages in a language's folder, and pages elsewhere that give none", () => {
  const pages = new Map([
    ["de/catalogue/saga", { ...page, words: {} }],
    ["catalogue/saga", { ...page, words: undefined }],
  ]);

  expect(() => refuseStrayWords(pages, ["de"])).not.toThrow();
});
