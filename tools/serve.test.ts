import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { findFreePort } from "./port.ts";
import { serveWorker } from "./serve.ts";

let state: string;
beforeEach(() => {
  state = mkdtempSync(join(tmpdir(), "grove-serve-"));
});
afterEach(() => rmSync(state, { recursive: true, force: true }));

test("a port that somebody took meanwhile is told, not waited for", async () => {
  const port = await findFreePort();
  const somebody = createServer();
  await new Promise<void>((resolve) => somebody.listen(port, "127.0.0.1", resolve));
  try {
    await expect(serveWorker({ port, state })).rejects.toThrow(
      `Cannot serve the Worker on port ${port}: Address already in use`,
    );
  } finally {
    await new Promise((resolve) => somebody.close(resolve));
  }
});
