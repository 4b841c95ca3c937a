import { expect, test } from "vitest";
import { type Answer, lastDecided, readAnswer } from "./answer.ts";

const POLICY = '"requests";q=100;w=60, "user";q=60;w=60';

function answer({ sentAt, at, left }: { sentAt: number; at: number; left: number }): Answer {
  const headers = new Headers({ RateLimit: `"requests";r=${left + 40};t=60, "user";r=${left};t=60` });
  return readAnswer({ sentAt, at, isSignedIn: true, status: 200, headers });
}

test("reads what each limit has left, and keeps the headers that tell of limits", () => {
  const headers = new Headers({
    RateLimit: '"requests";r=40;t=60, "user";r=0;t=60',
    "RateLimit-Policy": POLICY,
    "Content-Type": "application/json",
  });

  expect(readAnswer({ sentAt: 1, at: 2, isSignedIn: true, status: 200, headers })).toEqual({
    sentAt: 1,
    at: 2,
    isSignedIn: true,
    status: 200,
    kind: "allowed",
    headers: { ratelimit: '"requests";r=40;t=60, "user";r=0;t=60', "ratelimit-policy": POLICY },
    remaining: { requests: 40, user: 0 },
    violated: [],
    retryAfter: undefined,
  });
});

test.for([
  [429, ["user"], { kind: "refused", violated: ["user"] }],
  [503, ["abuse"], { kind: "barred", violated: [] }],
  [403, ["abuse"], { kind: "barred", violated: [] }],
] as const)("tells a limit's refusal from the ladder's: %i %s", ([status, violated, told]) => {
  const headers = new Headers({ "Retry-After": "60" });

  const read = readAnswer({ sentAt: 0, at: 0, isSignedIn: true, status, headers, violated });

  expect(read).toMatchObject({ ...told, retryAfter: 60 });
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
