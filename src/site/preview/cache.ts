import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { toPng } from "./picture.ts";

const FOLDER = join("node_modules", ".cache", "previews");

/** The PNG of a picture, drawn once for each machine. */
export async function cachedPng(svg: string): Promise<Buffer> {
  const file = join(process.cwd(), FOLDER, `${createHash("sha256").update(svg).digest("hex")}.png`);
  if (existsSync(file)) return readFileSync(file);
  const png = await toPng(svg);
  mkdirSync(join(process.cwd(), FOLDER), { recursive: true });
  // It gets its name when it is whole: two builds may draw it at once.
  writeFileSync(`${file}.${process.pid}`, png);
  renameSync(`${file}.${process.pid}`, file);
  return png;
}
