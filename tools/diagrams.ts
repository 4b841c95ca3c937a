import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { hashDiagram, readDiagramHash } from "../src/site/diagram-source.ts";
import { launchBrowser } from "./browser.ts";
import { type DiagramUse, findDiagrams } from "./mermaid-diagrams.ts";
import { openMermaid, renderDiagram } from "./mermaid-render.ts";
import { listFiles, ROOT } from "./sources.ts";

const FOLDER = "src/diagrams";
const MOST_BYTES = 12_000;

/** What `npm run diagrams` has to do: render what is missing or stale, remove what no page shows. */
export function planDiagrams(uses: readonly DiagramUse[], committed: ReadonlyMap<string, string>) {
  const names = uses.map(({ name }) => name);
  const twice = uses.find(({ name }, index) => names.indexOf(name) !== index);
  if (twice)
    throw new Error(`Cannot render the diagram at ${twice.at}: ${twice.name} is the name of another one`);
  return {
    render: uses.filter((use) => readDiagramHash(committed.get(use.name) ?? "") !== hashDiagram(use)),
    remove: [...committed.keys()].filter((name) => !names.includes(name)),
  };
}

function usesOnPages(): DiagramUse[] {
  return listFiles(["src/content/docs"])
    .filter((file) => file.endsWith(".mdx"))
    .flatMap((file) => findDiagrams(file, readFileSync(join(ROOT, file), "utf8")));
}

function committedDiagrams(): Map<string, string> {
  if (!existsSync(join(ROOT, FOLDER))) return new Map();
  const files = readdirSync(join(ROOT, FOLDER)).filter((file) => file.endsWith(".svg"));
  return new Map(files.map((file) => [file.slice(0, -4), readFileSync(join(ROOT, FOLDER, file), "utf8")]));
}

async function render(uses: readonly DiagramUse[]): Promise<void> {
  if (uses.length === 0) return;
  mkdirSync(join(ROOT, FOLDER), { recursive: true });
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage();
    await openMermaid(page);
    for (const use of uses) {
      const svg = await renderDiagram(page, use);
      const bytes = gzipSync(svg).length;
      if (bytes > MOST_BYTES) {
        throw new Error(
          `Cannot keep the diagram at ${use.at}: ${bytes} bytes gzipped, must be at most ${MOST_BYTES}`,
        );
      }
      writeFileSync(join(ROOT, FOLDER, `${use.name}.svg`), svg);
      console.log(`rendered ${use.name}, ${(bytes / 1000).toFixed(1)} kB gzipped`);
    }
  } finally {
    await browser.close();
  }
}

async function main(): Promise<void> {
  const uses = usesOnPages();
  const { render: stale, remove } = planDiagrams(uses, committedDiagrams());
  if (process.argv.includes("--check")) {
    for (const { at, name } of stale)
      console.error(`${at}: ${FOLDER}/${name}.svg is missing or older than its source`);
    for (const name of remove) console.error(`${FOLDER}/${name}.svg is on no page`);
    if (stale.length + remove.length > 0) {
      console.error("Run npm run diagrams and commit what it writes");
      process.exitCode = 1;
    }
    return;
  }
  await render(stale);
  for (const name of remove) rmSync(join(ROOT, FOLDER, `${name}.svg`));
  console.log(`${uses.length} diagrams, ${stale.length} rendered, ${remove.length} removed`);
}

if (import.meta.main) await main();
