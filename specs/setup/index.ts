import { applyD1Migrations } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { clock, newClient } from "#specs/fixtures";
import { afterEach, beforeAll, beforeEach } from "vitest";
import "./own-requests.ts";

beforeAll(async () => {
  await applyD1Migrations(env.DB, env.TEST_MIGRATIONS);
});

// A test spends what a client address may spend; the next test comes from another.
beforeEach(newClient);

afterEach(() => clock.restore());
