import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { ROOT } from "../../tools/sources.ts";
import { publish } from "../kit/figures.ts";

// What Prism adds to a Worker: bundled as wrangler bundles it, minified, and packed as Cloudflare weighs it.

async function bundle(worker: string): Promise<Uint8Array> {
  const { outputFiles } = await build({
    entryPoints: [join(ROOT, "bench", "prism", "workers", worker)],
    bundle: true,
    minify: true,
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

const [all, parser] = [await bundle("scoper.ts"), await bundle("parser.ts")];
const kilobytes = (bytes: Uint8Array): number => gzipSync(bytes, { level: 9 }).length / 1_000;

publish({
  part: "size: a Worker that scopes, and does nothing else",
  figures: [
    { what: "minified and gzipped", value: kilobytes(all), unit: "kB", bar: { atMost: 45 } },
    { what: "minified", value: all.length / 1_000, unit: "kB" },
    { what: "the parser alone, minified and gzipped", value: kilobytes(parser), unit: "kB" },
  ],
});
