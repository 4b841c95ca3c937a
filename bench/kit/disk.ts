import { closeSync, fsyncSync, mkdtempSync, openSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";
import { median } from "./statistics.ts";

/** How long this machine takes to commit four kilobytes below `folder`, in milliseconds: the median of a hundred. */
export function medianFsyncMs(folder: string): number {
  const place = mkdtempSync(join(folder, "fsync-"));
  const file = openSync(join(place, "file"), "w");
  const block = Buffer.alloc(4_096, 1);
  const times = Array.from({ length: 100 }, () => {
    const began = performance.now();
    writeSync(file, block);
    fsyncSync(file);
    return performance.now() - began;
  });
  closeSync(file);
  rmSync(place, { recursive: true });
  return median(times);
}
