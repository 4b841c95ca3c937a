import { type Browser, chromium } from "playwright-core";
import { findChromium } from "./chromium.ts";

/** A headless Chromium that speaks to nothing but the pages it is shown. The caller closes it. */
export async function launchBrowser(): Promise<Browser> {
  const { executablePath, env } = findChromium();
  try {
    return await chromium.launch({
      executablePath,
      env,
      args: [
        // The checks may run as root in a container; the only pages shown are this repository's own.
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--disable-dev-shm-usage",
      ],
    });
  } catch (error) {
    throw new Error(`Cannot start the browser ${executablePath}: set CHROMIUM_PATH to one that runs`, {
      cause: error,
    });
  }
}
