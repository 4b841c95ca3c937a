import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { launchBrowser } from "./browser.ts";
import { migrateLocal } from "./database.ts";
import { findFreePort } from "./port.ts";
import { serveWorker } from "./serve.ts";
import { ROOT } from "./sources.ts";

// Draws docs/screenshot.png, the picture in the README: the built page of Threshold, with its demo at work.

const state = mkdtempSync(join(tmpdir(), "grove-screenshot-"));
await migrateLocal({ state });
const port = await findFreePort();
const worker = await serveWorker({ port, state });
const browser = await launchBrowser();
try {
  const page = await browser.newPage({
    viewport: { width: 1280, height: 800 },
    colorScheme: "light",
    reducedMotion: "reduce",
  });
  await page.goto(`http://localhost:${port}/patterns/threshold/#playground`);
  await page.getByRole("button", { name: "Start the demo" }).click();
  await page.getByRole("button", { name: "200 requests" }).click();
  await page.locator("#playground").evaluate((heading) => heading.scrollIntoView());
  await page.mouse.move(0, 0);
  mkdirSync(join(ROOT, "docs"), { recursive: true });
  await page.screenshot({ path: join(ROOT, "docs", "screenshot.png") });
} finally {
  await browser.close();
  await worker.stop();
  rmSync(state, { recursive: true, force: true });
}
