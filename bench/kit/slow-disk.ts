import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { must } from "../../tools/run.ts";

/**
 * The environment in which a disk takes `ms` milliseconds longer for each fsync: ratios of what waits for the disk to what
 * does not are the disk's own, and can so be compared with those of a slower one. Needs a C compiler, on Linux.
 */
export async function slowDisk(ms: number, folder: string): Promise<Record<string, string>> {
  if (!(ms > 0)) throw new RangeError(`Cannot slow the disk by BENCH_DISK_MS=${ms}: it must be above 0`);
  const library = join(folder, "slow-disk.so");
  mkdirSync(folder, { recursive: true });
  await must("cc", ["-shared", "-fPIC", "-o", library, join(import.meta.dirname, "slow-disk.c"), "-ldl"]);
  return { LD_PRELOAD: library, BENCH_DISK_US: String(Math.round(ms * 1_000)) };
}
