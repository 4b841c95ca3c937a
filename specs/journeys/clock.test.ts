import { env } from "cloudflare:workers";
import { clock } from "#specs/fixtures";
import { expect, test } from "vitest";

const NOON = Date.UTC(2026, 0, 1, 12);

test("while the clock stands no answer is too late, however slow the machine", async () => {
  clock.set(NOON);
  clock.advance(60_000);

  const answered = env.DB.prepare("SELECT 1").run();
  const first = await Promise.race([
    answered.then(() => "answered"),
    scheduler.wait(0).then(() => "given up"),
  ]);

  expect(first).toBe("answered");
});

test("when it runs again, who waits is given up again", async () => {
  clock.set(NOON);
  clock.restore();

  expect(await scheduler.wait(1).then(() => Date.now())).toBeGreaterThan(NOON);
});
