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
};

afterEach(() => void vi.unstubAllGlobals());

/** A sandbox of a Worker that answers the n-th request like this, or drops the connection. */
async function openOn(answer: (n: number) => Response | undefined): Promise<LiveSource> {
  let requests = 0;
  vi.stubGlobal("fetch", async (path: string) => {
    if (path === "/api/sandboxes") return Response.json(MADE, { status: 201 });
    const response = answer((requests += 1));
    if (!response) throw new TypeError("Failed to fetch");
    return response;
  });
  const opened = await openSandbox("seedling", "requests");
  if (opened.kind === "refused") throw new Error(opened.why);
  return opened.source;
}

/** What a Worker answers to two hundred requests, in the order that it decides them. */
async function decideTwoHundred(): Promise<Response[]> {
  const { answers } = await simulate("seedling", "requests").send(200, 0);
  return answers.map(({ status, headers }) => new Response("{}", { status, headers }));
}

test("keeps what came back when the connection drops, and says how much that was", async () => {
  const decided = await decideTwoHundred();
  const source = await openOn((n) => (n <= 156 ? decided[n - 1] : undefined));

  const { answers, trouble, isOver } = await source.send(200, 0);

  expect(answers).toHaveLength(156);
  expect(answers.filter(({ kind }) => kind === "allowed")).toHaveLength(100);
  expect(answers.at(-1)).toMatchObject({ kind: "refused", remaining: 0 });
  expect(trouble).toMatch(/^156 of 200 were answered\. The Worker cannot be reached\./);
  expect(isOver).toBe(false);
});

test("tells that a sandbox is over when the Worker knows it no more", async () => {
  const source = await openOn(() => Response.json({ detail: "No such blog." }, { status: 404 }));

  expect(await source.send(10, 0)).toEqual({
    answers: [],
    trouble: "This sandbox has expired. Switch Live off and on for a new one.",
    isOver: true,
  });
});

test("does not take another limit's refusal for the window's", async () => {
  const headers = { RateLimit: '"address";r=0;t=9' };
  const source = await openOn(() => Response.json({ detail: "Slow down." }, { status: 429, headers }));

  expect(await source.send(1, 0)).toMatchObject({ answers: [], trouble: "Slow down.", isOver: false });
});

test("gives the Worker's own reason when there is no sandbox to be had", async () => {
  vi.stubGlobal("fetch", async () => Response.json({ detail: "All are in use." }, { status: 429 }));
  expect(await openSandbox("oak", "requests")).toEqual({ kind: "refused", why: "All are in use." });

  vi.stubGlobal("fetch", async () => new Response("<!doctype html>", { status: 201 }));
  expect(await openSandbox("oak", "requests")).toMatchObject({ kind: "refused" });
});
