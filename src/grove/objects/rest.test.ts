import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createRest } from "./rest.ts";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout"] });
});

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

const ctx = { waitUntil: () => {}, storage: { sync: async () => {} } } as unknown as DurableObjectState;

test("keeps once nothing has stirred for a second", () => {
  const keep = vi.fn<() => void>();
  const rest = createRest(ctx, keep);
  rest.stir();
  vi.advanceTimersByTime(999);
  expect(keep).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);

  expect(keep).toHaveBeenCalledTimes(1);
});

test("what cannot be kept is told in the log, and tried again when next it is quiet", () => {
  const logged = vi.spyOn(console, "error").mockImplementation(() => {});
  const keep = vi.fn<() => void>().mockImplementationOnce(() => {
    throw new Error("The disk is full.");
  });
  const rest = createRest(ctx, keep);
  rest.stir();
  vi.advanceTimersByTime(1_000);
  rest.stir();
  vi.advanceTimersByTime(1_000);

  expect(keep).toHaveBeenCalledTimes(2);
  expect(logged.mock.calls.map(([line]): unknown => JSON.parse(String(line)))).toMatchObject([
    { level: "error", event: "counts not kept", why: "Error: The disk is full." },
  ]);
});
