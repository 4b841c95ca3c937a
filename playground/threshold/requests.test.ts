import { expect, test } from "vitest";
import { type Aim, aimAt, listSenders, type Place } from "./requests.ts";

const HERE: Place = { tier: "oak", isLive: false };
const LIVE: Place = { tier: "oak", isLive: true };
const wanted = (aim: Partial<Aim>): Aim => ({ kind: "read", sender: "user", level: 0, ...aim });

test("offers whoever can send that kind of request: a note needs a user, and a sandbox has but one", () => {
  expect(listSenders("read", false)).toEqual(["user", "other", "nobody"]);
  expect(listSenders("note", false)).toEqual(["user", "other"]);
  expect(listSenders("read", true)).toEqual(["user", "nobody"]);
  expect(listSenders("note", true)).toEqual(["user"]);
});

test("sends as the user what nobody else can send, and raises no Worker's attack level", () => {
  expect(aimAt(HERE, wanted({ sender: "other", level: 4 }))).toEqual(wanted({ sender: "other", level: 4 }));
  expect(aimAt(LIVE, wanted({ sender: "other", level: 4 }))).toEqual(wanted({}));
  expect(aimAt(LIVE, wanted({ sender: "nobody" }))).toEqual(wanted({ sender: "nobody" }));
  expect(aimAt(HERE, wanted({ kind: "note", sender: "nobody" }))).toEqual(wanted({ kind: "note" }));
});
