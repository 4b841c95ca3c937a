import { Media, MediaPage } from "#grove/contracts/media";
import { clock, request, type TestActor } from "#specs/fixtures";
import { expect, test } from "vitest";
import { ask, png, stored } from "./media.requests.ts";
import { newBlog, type TestBlog } from "./post-api.requests.ts";
import { escalate, shadowBan } from "./shadow-bans.requests.ts";
import { trace } from "./shadow-media.requests.ts";

/** A blog, the member who plays the script in it, and the files that the script names. */
interface Garden extends TestBlog {
  readonly member: TestActor;
  readonly ids: { owners: string; early: string; late: string };
  /** Ids in the order of their first being told. */
  readonly told: Map<string, string>;
}

interface Asked {
  readonly path?: string;
  readonly method?: string;
  readonly body?: BodyInit;
  readonly headers?: Readonly<Record<string, string>>;
}

const EARLY_GONE = "deletes what was theirs before";

/** What the member does, in this order. */
const SCRIPT: readonly (readonly [what: string, of: keyof Garden["ids"] | undefined, asked: Asked])[] = [
  ["uploads", undefined, { method: "POST", body: png(5), headers: { "X-File-Name": "a%20tree.png" } }],
  ["uploads what is no file", undefined, { method: "POST", body: "<svg>" }],
  ["lists", undefined, {}],
  ["lists the first of them", undefined, { path: "?limit=1" }],
  ["reads what is new", "late", {}],
  ["asks for its headers", "late", { method: "HEAD" }],
  ["has it already", "late", { headers: { "If-None-Match": "*" } }],
  ["reads the owner's", "owners", {}],
  ["deletes the owner's", "owners", { method: "DELETE" }],
  ["deletes it again", "owners", { method: "DELETE" }],
  ["reads it", "owners", {}],
  [EARLY_GONE, "early", { method: "DELETE" }],
  ["deletes that again", "early", { method: "DELETE" }],
  ["reads that", "early", {}],
  ["asks for the headers of that", "early", { method: "HEAD" }],
  ["has that already", "early", { headers: { "If-None-Match": "*" } }],
  ["lists what is left", undefined, {}],
  ["deletes what is new", "late", { method: "DELETE" }],
  ["deletes what was new again", "late", { method: "DELETE" }],
  ["reads what was new", "late", {}],
  ["uploads once more", undefined, { method: "POST", body: "%PDF-1.7" }],
  ["lists the last", undefined, {}],
];

/** All of an answer that can be compared, and all that was asked for it: each id by the order in which it came up. */
async function play(garden: Garden, [, of, { path = "", ...init }]: (typeof SCRIPT)[number]) {
  const { tenant, member, ids, told } = garden;
  const headers = { ...init.headers, ...member.headers };
  const asked = of ? `/${ids[of]}` : path;
  const { answer, calls } = await trace(tenant, `/api/media${asked}`, { ...init, headers });
  const text = await textOf(answer);
  if (answer.status === 201) ids.late = Media.parse(JSON.parse(text)).id;
  const plain = text.replace(/"next":"[^"]+"/, '"next":"…"');
  const whole = JSON.stringify([answer.status, [...answer.headers], plain]).replaceAll(
    /[\da-f]{8}-[\da-f]{4}(?:-[\da-f]{4}-[\da-f]{4}-[\da-f]{12})?/g,
    (id) => {
      const name = told.get(id) ?? `id ${told.size}`;
      told.set(id, name);
      return name;
    },
  );
  return { status: answer.status, whole, calls };
}

/** A body, also one that is no text. */
async function textOf(answer: Response): Promise<string> {
  return new TextDecoder("latin1").decode(await answer.arrayBuffer());
}

/** What the owner and a visitor see of a blog's files: the list, and of each file the status and the bytes. */
async function viewOf({ tenant, owner, ids }: Garden) {
  const list = await request(tenant, "/api/media", { headers: owner.headers });
  const files: [number, string][] = [];
  for (const id of Object.values(ids)) {
    for (const by of [undefined, owner]) {
      const answer = await ask(tenant, id, { by });
      const text = await textOf(answer);
      files.push([answer.status, answer.ok ? text : ""]);
    }
  }
  return { media: MediaPage.parse(await list.json()).media, files };
}

type View = Awaited<ReturnType<typeof viewOf>>;

/** What is left to see when the member's early file is deleted, which is the newest that others see. */
function withoutEarly({ media, files }: View): View {
  return { media: media.slice(1), files: files.map((file, i) => (i === 2 || i === 3 ? [404, ""] : file)) };
}

/** Two blogs alike, with a file of the owner's and one of the member's, who in the second is shadow banned. */
async function newPair(role: "author" | "editor"): Promise<[Garden, Garden]> {
  clock.set(Date.UTC(2026, 10, 21, 12));
  const newGarden = async (): Promise<Garden> => {
    const blog = await newBlog();
    const ids = { owners: "", early: "", late: crypto.randomUUID() };
    return { ...blog, member: blog[role], ids, told: new Map() };
  };
  const pair: [Garden, Garden] = [await newGarden(), await newGarden()];
  for (const { tenant, owner, ids } of pair) ids.owners = (await stored(tenant, { by: owner })).id;
  clock.advance(1);
  for (const { tenant, member, ids } of pair) ids.early = (await stored(tenant, { by: member })).id;
  const [ordinary, shadowed] = pair;
  await escalate(ordinary.member, 3);
  await shadowBan(shadowed.member);
  return pair;
}

test.for([
  ["author", [201, 415, 200, 200, 200, 200, 304, 200, 403, 403, 200, 204]],
  ["editor", [201, 415, 200, 200, 200, 200, 304, 200, 204, 404, 404, 204]],
] as const)(
  "a shadow-banned %s is answered like any other, by as many statements, and others see only what they delete of their own",
  async ([role, statuses]) => {
    const [ordinary, shadowed] = await newPair(role);
    let before = await viewOf(shadowed);
    await viewOf(ordinary);
    const first = before;
    const answered = [];
    for (const step of SCRIPT) {
      const [what, , { method = "GET" }] = step;
      const expected = await play(ordinary, step);
      const answer = await play(shadowed, step);
      answered.push(answer.status);
      expect(answer, `what is answered who ${what}`).toEqual(expected);
      clock.advance(1);
      if (method !== "POST" && method !== "DELETE") continue;
      if (what === EARLY_GONE) before = withoutEarly(before);
      expect(await viewOf(shadowed), `what others see of who ${what}`).toEqual(before);
      await viewOf(ordinary);
    }

    expect(answered).toEqual([...statuses, 404, 404, 404, 404, 200, 204, 404, 404, 201, 200]);
    expect(first.files.map(([status]) => status)).toEqual([200, 200, 200, 200, 404, 404]);
  },
);
