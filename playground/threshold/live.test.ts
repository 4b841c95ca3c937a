import { afterEach, expect, test, vi } from "vitest";
import { type LiveSource, openSandbox } from "./live.ts";
import type { Aim } from "./requests.ts";
import { simulate } from "./simulated.ts";

const MADE = {
  id: "sandbox-abcdefghjkmn",
  tier: "seedling",
  host: "sandbox-abcdefghjkmn.grove.localhost",
  expiresAt: 600_000,
  limits: {},
  requests: "/api/sandboxes/sandbox-abcdefghjkmn/requests",
  account: { passphrase: "open sesame" },
};

const SIGNED_IN: Aim = { kind: "read", sender: "user", level: 0 };
const ANYONE: Aim = { ...SIGNED_IN, sender: "nobody" };

afterEach(() => void vi.unstubAllGlobals());

/** A sandbox of a Worker that answers the n-th request like this, or drops the connection; and what it was asked. */
async function openOn(answer: (n: number) => Response | undefined): Promise<[LiveSource, string[]]> {
  const asked: string[] = [];
  vi.stubGlobal("fetch", async (path: string, { headers, body }: RequestInit) => {
    if (path === "/api/sandboxes") return Response.json(MADE, { status: 201 });
    if (path.endsWith("/sessions")) {
      asked.push(`sign in ${body as string}`);
      return Response.json({ session: `s${asked.length}` }, { status: 201 });
    }
    asked.push(new Headers(headers).get("authorization") ?? "anyone");
    const response = answer(asked.filter((one) => !one.startsWith("sign in")).length);
    if (!response) throw new TypeError("Failed to fetch");
    return response;
  });
  const opened = await openSandbox("seedling");
  if (opened.kind === "refused") throw new Error(opened.why);
  return [opened.source, asked];
}

/** What a Worker answers to two hundred requests, in the order that it decides them. */
async function decideTwoHundred(aim: Aim): Promise<Response[]> {
  const { answers } = await simulate("seedling").send({ ...aim, count: 200 }, 0);
  return answers.map(({ status, headers, violated }) =>
    Response.json({ "violated-policies": violated }, { status, headers }),
  );
}

test("keeps what came back when the connection drops, says how much that was, and sends no more", async () => {
  const decided = await decideTwoHundred(ANYONE);
  const [source, asked] = await openOn((n) => (n <= 156 ? decided[n - 1] : undefined));

  const { answers, trouble, isOver } = await source.send({ count: 200, ...ANYONE }, 0);

  expect(answers).toHaveLength(156);
  expect(answers.filter(({ kind }) => kind === "allowed")).toHaveLength(100);
  expect(trouble).toMatch(/^156 of 200 were answered\. The Worker cannot be reached\./);
  expect(isOver).toBe(false);
  expect(asked.length).toBeLessThanOrEqual(156 + 6);
});

test("signs in before the first request that needs it, and once", async () => {
  const decided = await decideTwoHundred(SIGNED_IN);
  const [source, asked] = await openOn((n) => decided[n - 1]);

  await source.send({ count: 1, ...ANYONE }, 0);
  await source.send({ count: 1, ...SIGNED_IN }, 0);
  const { answers } = await source.send({ count: 70, ...SIGNED_IN }, 0);

  expect(asked.slice(0, 4)).toEqual([
    "anyone",
    'sign in {"passphrase":"open sesame"}',
    "Bearer s2",
    "Bearer s2",
  ]);
  expect(asked).toHaveLength(73);
  expect(answers.filter(({ violated }) => violated.includes("user"))).toHaveLength(12);
});

test("posts a note where notes are posted, as its user", async () => {
  const sent: unknown[] = [];
  const told = { "RateLimit-Policy": '"notes";q=20;w=300', RateLimit: '"notes";r=19;t=300' };
  vi.stubGlobal("fetch", async (path: string, { method, body, headers }: RequestInit) => {
    if (path === "/api/sandboxes") return Response.json(MADE, { status: 201 });
    if (path.endsWith("/sessions")) return Response.json({ session: "s1" }, { status: 201 });
    sent.push([
      method,
      path,
      new Headers(headers).get("authorization"),
      typeof JSON.parse(body as string).text,
    ]);
    return Response.json({}, { status: 201, headers: told });
  });
  const opened = await openSandbox("seedling");
  if (opened.kind === "refused") throw new Error(opened.why);

  const { answers } = await opened.source.send({ ...SIGNED_IN, kind: "note", count: 2 }, 0);

  expect(answers.map(({ kind, told: { notes } }) => [kind, notes])).toEqual([
    ["allowed", { limit: 20, used: 1 }],
    ["allowed", { limit: 20, used: 1 }],
  ]);
  const note = ["POST", "/api/sandboxes/sandbox-abcdefghjkmn/notes", "Bearer s1", "string"];
  expect(sent).toEqual([note, note]);
});

test("tells of the address's ceiling when it refuses, and of no other time", async () => {
  const decided = [
    new Response("{}", {
      headers: { "RateLimit-Policy": '"requests";q=100;w=60', RateLimit: '"requests";r=9' },
    }),
    Response.json(
      { "violated-policies": ["address"] },
      {
        status: 429,
        headers: { "RateLimit-Policy": '"address";q=24;w=60', RateLimit: '"address";r=0;t=60' },
      },
    ),
  ];
  const [source] = await openOn((n) => decided[n - 1]);

  const first = await source.send({ ...ANYONE, count: 1 }, 0);
  const second = await source.send({ ...ANYONE, count: 1 }, 0);

  expect(source.tells).toEqual(["user", "endpoint", "tenant"]);
  expect(first.answers).toMatchObject([{ kind: "allowed", told: { requests: { used: 91 } } }]);
  expect(second).toMatchObject({ answers: [{ kind: "refused", violated: ["address"] }] });
  expect(second.answers[0]?.told).toEqual({ address: { limit: 24, used: 24 } });
});

test("hears from the Worker how the user stands with the ladder, until the sentence is over", async () => {
  const problem = { "violated-policies": ["abuse"], retryAfter: 300 };
  const [source] = await openOn(() =>
    Response.json(problem, { status: 403, headers: { "Retry-After": "300" } }),
  );
  expect(source.ladderAt("user", 0)).toEqual({ level: "clear" });

  const { answers } = await source.send({ count: 1, ...SIGNED_IN }, 0);

  const [barred] = answers;
  expect(barred).toMatchObject({ kind: "barred", status: 403 });
  expect(source.ladderAt("user", barred?.at ?? 0)).toEqual({
    level: "block",
    until: (barred?.at ?? 0) + 300_000,
  });
  expect(source.ladderAt("user", (barred?.at ?? 0) + 300_000)).toEqual({ level: "warning" });
});

test("tells that a sandbox is over when the Worker knows it no more", async () => {
  const [source] = await openOn(() => Response.json({ detail: "No such blog." }, { status: 404 }));

  expect(await source.send({ count: 10, ...SIGNED_IN }, 0)).toEqual({
    answers: [],
    trouble: "This sandbox has expired. Switch Live off and on for a new one.",
    isOver: true,
  });
});

test("signs in anew after a session has ended", async () => {
  const [source, asked] = await openOn(() => Response.json({ detail: "Sign in again." }, { status: 401 }));

  const { trouble } = await source.send({ count: 1, ...SIGNED_IN }, 0);
  await source.send({ count: 1, ...SIGNED_IN }, 0);

  expect(trouble).toBe("The session has ended. Send again to sign in anew.");
  expect(asked.filter((one) => one.startsWith("sign in"))).toHaveLength(2);
});

test.for([
  [
    "another limit's refusal",
    429,
    { "violated-policies": ["sandboxes"], detail: "Slow down." },
    "Slow down.",
  ],
  ["an outage", 503, { detail: "Try again in 5 seconds." }, "Try again in 5 seconds."],
  ["an answer that tells of no limit", 200, {}, "The Worker answered 200."],
] as const)("does not take %s for an answer of its layers", async ([, status, body, trouble]) => {
  const [source] = await openOn(() => Response.json(body, { status }));

  expect(await source.send({ count: 1, ...ANYONE }, 0)).toMatchObject({
    answers: [],
    trouble,
    isOver: false,
  });
});

test("gives the Worker's own reason when there is no sandbox to be had", async () => {
  vi.stubGlobal("fetch", async () => Response.json({ detail: "All are in use." }, { status: 429 }));
  expect(await openSandbox("oak")).toEqual({ kind: "refused", why: "All are in use." });

  vi.stubGlobal("fetch", async () => new Response("<!doctype html>", { status: 201 }));
  expect(await openSandbox("oak")).toMatchObject({ kind: "refused" });
});
