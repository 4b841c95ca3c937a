import { expect, test } from "vitest";
import { loginAllowed, type LoginState, NEW_LOGIN, recordLogin } from "./login.ts";

const HOUR = 3_600_000;

/** Fails so many times, each as soon as it is heard. */
function fail(times: number): { state: LoginState; now: number; locks: number[] } {
  let state = NEW_LOGIN;
  let now = 0;
  const locks: number[] = [];
  for (let i = 0; i < times; i++) {
    const recorded = recordLogin(state, { succeeded: false, now });
    state = recorded.state;
    const seconds = recorded.outcome.allowed ? 0 : recorded.outcome.lockoutRemaining;
    locks.push(seconds);
    now += seconds * 1_000;
  }
  return { state, now, locks };
}

test("locks for a minute from the third failure, five from the fifth, an hour from the tenth", () => {
  expect(fail(12).locks).toEqual([0, 0, 60, 60, 300, 300, 300, 300, 300, 3_600, 3_600, 3_600]);
});

test("hears nothing while locked, not even the right passphrase, and the lock grows no longer", () => {
  const { state } = fail(3);
  const right = recordLogin(state, { succeeded: true, now: 30_000 });
  const wrong = recordLogin(right.state, { succeeded: false, now: 59_001 });

  expect(right.outcome).toEqual({ allowed: false, lockoutRemaining: 30 });
  expect(wrong.outcome).toEqual({ allowed: false, lockoutRemaining: 1 });
  expect(wrong.state).toEqual(state);
  expect(loginAllowed(wrong.state, 60_000)).toEqual({ allowed: true });
});

test("success clears, and so does a day without a failure", () => {
  const { state, now } = fail(9);

  expect(recordLogin(state, { succeeded: true, now }).state).toEqual(NEW_LOGIN);
  expect(recordLogin(state, { succeeded: false, now: now + 23 * HOUR }).state.failures).toBe(10);
  expect(recordLogin(state, { succeeded: false, now: now + 24 * HOUR }).state.failures).toBe(1);
});

test("survives JSON", () => {
  const { state, now } = fail(7);
  expect(JSON.parse(JSON.stringify(state))).toEqual(state);
  expect(recordLogin(JSON.parse(JSON.stringify(state)), { succeeded: false, now })).toEqual(
    recordLogin(state, { succeeded: false, now }),
  );
});
