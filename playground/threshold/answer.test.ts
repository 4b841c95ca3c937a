import { expect, test } from "vitest";
import { type Answer, lastDecided, readAnswer } from "./answer.ts";
import { layersMet } from "./layers.ts";

const READ = { kind: "read", sender: "user", level: 0 } as const;
const MET = layersMet("seedling", READ);
const POLICY = '"requests";q=100;w=60, "user";q=60;w=60';

function answer({ sentAt, at, left }: { sentAt: number; at: number; left: number }): Answer {
  const headers = new Headers({
    "RateLimit-Policy": POLICY,
    RateLimit: `"requests";r=${left + 40};t=60, "user";r=${left};t=60`,
  });
  return readAnswer({ sentAt, at, aim: READ, status: 200, headers }, MET);
}

test("reads how much of each limit is used, and keeps the headers that tell of limits", () => {
  const headers = new Headers({
    RateLimit: '"requests";r=40;t=60, "user";r=0;t=60',
    "RateLimit-Policy": POLICY,
    "Content-Type": "application/json",
  });

  expect(readAnswer({ sentAt: 1, at: 2, aim: READ, status: 200, headers }, MET)).toEqual({
    sentAt: 1,
    at: 2,
    aim: READ,
    status: 200,
    kind: "allowed",
    headers: { ratelimit: '"requests";r=40;t=60, "user";r=0;t=60', "ratelimit-policy": POLICY },
    told: { requests: { limit: 100, used: 60 }, user: { limit: 60, used: 60 } },
    met: ["address visits", "user user", "requests "],
    violated: [],
    stoppedAt: undefined,
    retryAfter: undefined,
  });
});

test.for([
  [429, ["user"], { kind: "refused", violated: ["user"], stoppedAt: "user" }],
  [429, ["address"], { kind: "refused", violated: ["address"], stoppedAt: "address" }],
  [429, ["others"], { kind: "refused", violated: [], stoppedAt: undefined }],
  [503, ["abuse"], { kind: "barred", violated: [], stoppedAt: "user" }],
  [403, ["abuse"], { kind: "barred", violated: [], stoppedAt: "user" }],
] as const)("tells a limit's refusal from the ladder's: %i %s", ([status, violated, told]) => {
  const headers = new Headers({ "Retry-After": "60" });

  const read = readAnswer({ sentAt: 0, at: 0, aim: READ, status, headers, violated }, MET);

  expect(read).toMatchObject({ ...told, retryAfter: 60 });
});

test("takes what a POST has made for let through, and knows what it is told beside the headers", () => {
  const exchange = { sentAt: 0, at: 0, aim: READ, status: 201, headers: new Headers() };
  const standings = MET.slice(0, 1).map(({ policy }) => ({ policy, used: 5, remaining: 1, nextAt: 1 }));

  expect(readAnswer({ ...exchange, standings }, MET)).toMatchObject({
    kind: "allowed",
    told: { address: { limit: 6_000, used: 5 } },
  });
});

test("finds the answer that was decided last among those that overtook each other", () => {
  const last = answer({ sentAt: 10, at: 30, left: 55 });
  const before = answer({ sentAt: 11, at: 40, left: 57 });
  const first = answer({ sentAt: 12, at: 20, left: 58 });

  expect(lastDecided([last, first, before])).toBe(last);
});

test("takes what had come back before the last was sent for earlier, however little it had left", () => {
  const full = answer({ sentAt: 0, at: 10, left: 0 });
  const emptied = answer({ sentAt: 11, at: 20, left: 59 });

  expect(lastDecided([emptied, full])).toBe(emptied);
  expect(lastDecided([])).toBeUndefined();
});
