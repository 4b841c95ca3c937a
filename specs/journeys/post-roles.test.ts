import { newActor } from "#specs/fixtures";
import { expect, test } from "vitest";
import { draft, insert, newBlog, send, type TestBlog } from "./post-api.requests.ts";

/** What each sender is answered: a post of the author's own is theirs, and any other is the owner's. */
const MATRIX = `
                           owner admin editor author viewer stranger nobody
  create                   201   201   201    201    403    403      401
  read a draft             200   200   200    200    200    404      404
  read what is published   200   200   200    200    200    200      200
  update a foreign         200   200   200    403    403    403      401
  publish a foreign        200   200   200    403    403    403      401
  archive a foreign        200   200   200    403    403    403      401
  delete a foreign         204   204   204    403    403    403      401
  update the author's      200   200   200    200    403    403      401
  publish the author's     200   200   200    200    403    403      401
  archive the author's     200   200   200    200    403    403      401
  delete the author's      204   204   204    204    403    403      401`;

const [HEAD = "", ...LINES] = MATRIX.trim().split("\n");
type Sender = Exclude<keyof TestBlog, "tenant"> | "stranger" | "nobody";
const SENDERS = HEAD.split(/ +/) as Sender[];
const EXPECTED = LINES.map((line) => {
  const [, what = "", answers = ""] = /^ +(\D+?) +(\d.*)$/.exec(line) ?? [];
  return { what, answers: answers.split(/ +/).map(Number) };
});

const CHANGES: Readonly<Record<string, { path: string; method: string; body?: object }>> = {
  update: { path: "", method: "PATCH", body: { title: "Changed" } },
  publish: { path: "/publish", method: "POST" },
  archive: { path: "/archive", method: "POST" },
  delete: { path: "", method: "DELETE" },
};

async function tryAll(blog: TestBlog, sender: Sender): Promise<Record<string, number>> {
  const { tenant, owner, author } = blog;
  const by = sender === "nobody" ? undefined : sender === "stranger" ? await newActor() : blog[sender];
  const posts = { foreign: owner, author };
  const statuses: Record<string, number> = {};
  const tell = (what: string, { status }: Response) => void (statuses[what] = status);
  for (const [whose, writer] of Object.entries(posts)) {
    for (const [verb, { path, ...init }] of Object.entries(CHANGES)) {
      const { id } = await insert(tenant.id, writer.id);
      const name = whose === "foreign" ? `${verb} a foreign` : `${verb} the author's`;
      tell(name, await send(tenant, `/${id}${path}`, { by, ...init, ifMatch: '"1"' }));
    }
  }
  tell("create", await send(tenant, "", { by, method: "POST", body: draft() }));
  tell("read a draft", await send(tenant, `/${(await insert(tenant.id, owner.id)).id}`, { by }));
  const shown = await insert(tenant.id, owner.id, "published");
  tell("read what is published", await send(tenant, `/${shown.id}`, { by }));
  return statuses;
}

test.for(SENDERS.map((sender, at) => ({ sender, at })))(
  "$sender may do what the table says, verb by verb",
  async ({ sender, at }) => {
    const statuses = await tryAll(await newBlog(), sender);

    expect(EXPECTED).toHaveLength(11);
    expect(statuses).toEqual(Object.fromEntries(EXPECTED.map(({ what, answers }) => [what, answers[at]])));
  },
);

test("the table has a cell for each sender and deed", () => {
  expect(SENDERS).toHaveLength(7);
  expect(
    EXPECTED.filter(({ answers }) => answers.length !== SENDERS.length || answers.includes(NaN)),
  ).toEqual([]);
});
