import { expect, test } from "vitest";
import { sampleEntry } from "./sample-entry.ts";
import { translateEntries } from "./translation.ts";

const saga = sampleEntry("saga", ["requires outbox"], {
  inGrove: [{ file: "src/saga.ts", why: "It runs the steps." }],
});
const page = { title: "Geschichte", description: "Viele Schritte." };
const translate = (id: string, said: object) =>
  translateEntries([saga, sampleEntry("outbox")], {
    locale: "de",
    pages: new Map([[id, { ...page, ...said }]]),
  });

test("gives an entry the words of its page in the language, and leaves the rest as it is", () => {
  const words = {
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
    question: "Wie?",
    relations: [{ to: "outbox", kind: "requires", why: "Ohne ihn bleibt sie stehen." }],
    system: { ...saga.system, what: "Es hat sie." },
    inGrove: [{ file: "src/saga.ts", why: "Tut die Schritte." }],
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
  ["with data", { entry: saga }, "it gives words, and its English page the entry"],
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
