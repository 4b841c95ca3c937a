import { join } from "node:path";
import { build } from "esbuild";
import { ROOT } from "../../tools/sources.ts";

/** A Worker in one file, as wrangler deploys it. */
export async function bundle(entry: string, { minify = false } = {}): Promise<Uint8Array> {
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    minify,
    write: false,
    format: "esm",
    target: "es2024",
    conditions: ["workerd", "worker", "browser"],
    external: ["cloudflare:*", "node:*"],
    tsconfig: join(ROOT, "tsconfig.worker.json"),
    logLevel: "error",
  });
  return outputFiles[0]?.contents ?? new Uint8Array();
}
