import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readMark } from "../src/site/marks.ts";
import { launchBrowser } from "./browser.ts";
import { ROOT } from "./sources.ts";

// Draws public/og.png, the picture that links to the site are shown with.

const font = readFileSync(join(ROOT, "public/fonts/source-serif-4-600.woff2")).toString("base64");
const svg = (name: string, size: number): string =>
  `<svg viewBox="0 0 24 24" width="${size}" height="${size}">${readMark(name)}</svg>`;
const patterns = ["threshold", "firefly", "prism", "sentinel", "songbird", "loom"];

const html = `<!doctype html><style>
  @font-face { font-family: Grove; src: url(data:font/woff2;base64,${font}); font-weight: 600 }
  body { margin: 0; width: 1200px; height: 630px; box-sizing: border-box; padding: 84px 96px; background: #fbf9f4;
    color: #1a201b; font: 600 40px/1.2 Grove; display: flex; flex-direction: column }
  svg { fill: none; stroke: #1f5a3c; stroke-width: 1.5; stroke-linecap: round; stroke-linejoin: round; color: #1f5a3c }
  header { display: flex; align-items: center; gap: 20px }
  h1 { font-size: 72px; line-height: 1.12; letter-spacing: -0.02em; margin: 64px 0 auto; text-wrap: balance }
  footer { display: flex; gap: 56px; padding-top: 40px; border-top: 2px solid #e0d9c9 }
</style><header>${svg("grove", 64)} Grove Patterns</header>
<h1>Patterns for many tenants, on pages that are their own tests</h1>
<footer>${patterns.map((name) => svg(name, 72)).join("")}</footer>`;

const browser = await launchBrowser();
try {
  const page = await browser.newPage({ viewport: { width: 1200, height: 630 } });
  await page.setContent(html);
  await page.evaluate(() => document.fonts.ready);
  writeFileSync(join(ROOT, "public/og.png"), await page.screenshot());
} finally {
  await browser.close();
}
