import { Problem } from "#grove/contracts/problem";
import { ownerOf } from "#specs/fixtures";
import { expect, test } from "vitest";
import { ask, keptIn, list, newOwned, poison } from "./letters.requests.ts";

test("what there is not has no letters, and asking about it leaves nothing behind", async () => {
  const { tenant, owner, data } = await newOwned();
  const objects = { "post:made-up": data.post("made-up"), "day:2024-02-29": data.analytics("2024-02-29") };
  for (const [name, object] of Object.entries(objects)) {
    expect(await list(tenant, name, owner)).toEqual([]);
    const replayed = await ask(tenant, `/${name}/1/replay`, { by: owner, method: "POST" });
    const discarded = await ask(tenant, `/${name}/1`, { by: owner, method: "DELETE" });

    expect([replayed.status, discarded.status]).toEqual([404, 404]);
    expect(await keptIn(object)).toEqual({ tables: [], alarm: null });
  }
});

test.for([
  "/what",
  "/post:",
  "/post",
  "/day:2026-02-29",
  "/day:today",
  "/day:2026-1-1",
  "/blog:1",
  "/__proto__",
])("%s names nothing that could have letters, and is a problem like any other", async (path) => {
  const { tenant, owner } = await newOwned();
  const answers = [
    await ask(tenant, path, { by: owner }),
    await ask(tenant, `${path}/1/replay`, { by: owner, method: "POST" }),
    await ask(tenant, `${path}/1`, { by: owner, method: "DELETE" }),
  ];

  expect(answers.map(({ status }) => status)).toEqual([404, 404, 404]);
  expect(Problem.parse(await answers[0]?.json()).detail).toContain("day:");
});

test.for(["0", "-1", "1.0", "1e0", "+1", "%201", "one", "99999999999999999999", "__proto__"])(
  "%s is no letter's number",
  async (id) => {
    const { tenant, owner } = await newOwned();
    await poison(tenant, "late");
    const answers = [
      await ask(tenant, `/post:late/${id}/replay`, { by: owner, method: "POST" }),
      await ask(tenant, `/post:late/${id}`, { by: owner, method: "DELETE" }),
    ];

    expect(answers.map(({ status }) => status)).toEqual([404, 404]);
    expect(await list(tenant, "post:late", owner)).toHaveLength(1);
  },
);

test("an owner of another blog handles none of this one's letters, by whatever name", async () => {
  const { tenant } = await newOwned();
  const other = await newOwned();
  await poison(tenant, "late");
  const here = await ask(tenant, "/post:late", { by: other.owner });
  const names = ["post:late", `post:${tenant.id}:late`, `post:..%2F${tenant.id}:late`];
  const there = [];
  for (const name of names) there.push(await list(other.tenant, name, other.owner));
  const replayed = await ask(other.tenant, "/post:late/1/replay", { by: other.owner, method: "POST" });
  const discarded = await ask(other.tenant, "/post:late/1", { by: other.owner, method: "DELETE" });

  expect(here.status).toBe(403);
  expect(there).toEqual([[], [], []]);
  expect([replayed.status, discarded.status]).toEqual([404, 404]);
  expect(await list(tenant, "post:late", await ownerOf(tenant))).toHaveLength(1);
});
