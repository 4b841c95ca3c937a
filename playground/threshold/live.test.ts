import { afterEach, expect, test, vi } from "vitest";
import { type LiveSource, openSandbox } from "./live.ts";
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

const ANYONE = { isSignedIn: false };
const SIGNED_IN = { isSignedIn: true };

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
async function decideTwoHundred(isSignedIn: boolean): Promise<Response[]> {
  const { answers } = await simulate("seedling").send({ count: 200, isSignedIn }, 0);
  return answers.map(({ status, headers, violated }) =>
    Response.json({ "violated-policies": violated }, { status, headers }),
  );
}

test("keeps what came back when the connection drops, says how much that was, and sends no more", async () => {
  const decided = await decideTwoHundred(false);
  const [source, asked] = await openOn((n) => (n <= 156 ? decided[n - 1] : undefined));

  const { answers, trouble, isOver } = await source.send({ count: 200, ...ANYONE }, 0);

  expect(answers).toHaveLength(156);
  expect(answers.filter(({ kind }) => kind === "allowed")).toHaveLength(100);
  expect(trouble).toMatch(/^156 of 200 were answered\. The Worker cannot be reached\./);
  expect(isOver).toBe(false);
  expect(asked.length).toBeLessThanOrEqual(156 + 6);
});

test("signs in before the first request that needs it, and once", async () => {
  const decided = await decideTwoHundred(true);
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

test("hears from the Worker how the user stands with the ladder, until the sentence is over", async () => {
  const problem = { "violated-policies": ["abuse"], retryAfter: 300 };
  const [source] = await openOn(() =>
    Response.json(problem, { status: 403, headers: { "Retry-After": "300" } }),
  );
  expect(source.ladderAt(0)).toEqual({ level: "clear" });

  const { answers } = await source.send({ count: 1, ...SIGNED_IN }, 0);

  const [barred] = answers;
  expect(barred).toMatchObject({ kind: "barred", status: 403 });
  expect(source.ladderAt(barred?.at ?? 0)).toEqual({ level: "block", until: (barred?.at ?? 0) + 300_000 });
  expect(source.ladderAt((barred?.at ?? 0) + 300_000)).toEqual({ level: "warning" });
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
  ["another limit's refusal", 429, { "violated-policies": ["address"], detail: "Slow down." }, "Slow down."],
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
