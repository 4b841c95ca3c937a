import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { must } from "./run.ts";
import { ROOT } from "./sources.ts";

export const BENCH = join(ROOT, "bench");

/** What is compared with is installed there alone, so that it burdens nobody's install (decisions/015). */
export async function installPeers(): Promise<void> {
  const [lock, installed] = [
    join(BENCH, "package-lock.json"),
    join(BENCH, "node_modules", ".package-lock.json"),
  ];
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(lock).mtimeMs) return;
  console.log("Installing what is compared with, into bench/node_modules …");
  await must("npm", ["ci", "--prefix", BENCH]);
}
