import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ROOT } from "../../tools/sources.ts";

const MIDDLEWARE = "src/grove/middleware/threshold.ts";
const PATTERN = "src/implementations/threshold";

/** A Worker of somebody else's, with nothing of ours but the two things that the guide says to copy. */
const WORKER = `
import { Hono } from "hono";
import { createCounters } from "#implementations/threshold";
import { threshold } from "./middleware.ts";

const counters = createCounters({ id: "mine" });
const policy = { name: "reads", limit: 2, windowMs: 60_000 };
const app = new Hono();
app.use(threshold({ claimsOf: () => [{ policy, key: "all" }], check: (claims) => counters.check(claims, 0) }));
app.get("/", (c) => c.text("hello"));
const answers = [];
for (let i = 0; i < 3; i++) answers.push(await app.request("/"));
const { headers } = answers[2];
console.log(JSON.stringify({
  statuses: answers.map((answer) => answer.status),
  retryAfter: headers.get("retry-after"),
  problem: await answers[2].json(),
}));
`;

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "grove-lift-"));
  cpSync(join(ROOT, PATTERN), join(folder, "threshold"), { recursive: true });
  cpSync(join(ROOT, MIDDLEWARE), join(folder, "middleware.ts"));
  mkdirSync(join(folder, "node_modules"));
  symlinkSync(join(ROOT, "node_modules", "hono"), join(folder, "node_modules", "hono"));
  const imports = { "#implementations/threshold": "./threshold/index.ts" };
  writeFileSync(join(folder, "package.json"), JSON.stringify({ type: "module", imports }));
  writeFileSync(join(folder, "worker.ts"), WORKER);
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

test("the pattern's folder and one file make a Worker that refuses, and nothing else of Grove is needed", () => {
  const told = JSON.parse(execFileSync(process.execPath, ["worker.ts"], { cwd: folder, encoding: "utf8" }));

  expect(told).toMatchObject({
    statuses: [200, 200, 429],
    retryAfter: "60",
    problem: { status: 429, "violated-policies": ["reads"], retryAfter: 60 },
  });
});

test("the file imports Hono and the pattern alone", () => {
  const sources = [...readFileSync(join(ROOT, MIDDLEWARE), "utf8").matchAll(/from "([^"]+)"/g)];

  expect(new Set(sources.map(([, from]) => from))).toEqual(
    new Set(["hono", "hono/factory", "#implementations/threshold"]),
  );
});
