import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { ROOT } from "../../tools/sources.ts";
import { bundle } from "../kit/bundle.ts";
import { publish } from "../kit/figures.ts";

// What Prism adds to a Worker: bundled as wrangler bundles it, minified, and packed as Cloudflare weighs it.

const packed = async (worker: string): Promise<Uint8Array> =>
  await bundle(join(ROOT, "bench", "prism", "workers", worker), { minify: true });

const [all, parser] = [await packed("scoper.ts"), await packed("parser.ts")];
const kilobytes = (bytes: Uint8Array): number => gzipSync(bytes, { level: 9 }).length / 1_000;

publish({
  part: "size: a Worker that scopes, and does nothing else",
  figures: [
    { what: "minified and gzipped", value: kilobytes(all), unit: "kB", bar: { atMost: 45 } },
    { what: "minified", value: all.length / 1_000, unit: "kB" },
    { what: "the parser alone, minified and gzipped", value: kilobytes(parser), unit: "kB" },
  ],
});
