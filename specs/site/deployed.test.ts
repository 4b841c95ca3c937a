import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type BundledFile, readBundle } from "../../tools/bundle.ts";
import { ROOT } from "../../tools/sources.ts";
import { listPages } from "../harness/vite-plugin.ts";
import { listUnfinished } from "../../src/site/unfinished.ts";
import { markdownAddress } from "../../src/site/markdown/address.ts";
import { judgePiece, listShownPieces, type ShownPiece } from "./deployed.ts";
import { addressOf, listShownSources, standsIn } from "./shown.ts";

const FIGURE = join(ROOT, ".specs", "shown.json");

/** What is shown and is not deployed, and why it is shown all the same. */
const EXCUSED: Readonly<Record<string, string>> = {
  "src/grove/tenancy/schema.ts: its file is in the bundle, none of its code is":
    "The list of excuses is read by the test that holds the migrations to them.",
};

const isCode = ({ file }: ShownPiece): boolean => file.startsWith("src/");
/** Pages with something to do on them: `npm run deploy` refuses them, so their code may not be deployed yet. */
const drafts = new Set(listUnfinished(ROOT).map((one) => one.slice(0, one.indexOf(": "))));
const finished = listPages("src/content/docs").filter((page) => !drafts.has(page));
const pieces = finished
  .filter((page) => !page.endsWith("/404.mdx"))
  .flatMap((page) => listShownPieces(markdownAddress(addressOf(page))));

let bundle: ReadonlyMap<string, BundledFile>;

beforeAll(async () => {
  rmSync(FIGURE, { force: true });
  bundle = await readBundle();
}, 120_000);

afterAll(() => {
  const code = pieces.filter(isCode);
  const bundled = code.filter((piece) => !/not in|differs/.test(judgePiece(piece, bundle) ?? ""));
  const deployed = code.filter((piece) => judgePiece(piece, bundle) === undefined);
  const figure = { shown: code.length, bundled: bundled.length, deployed: deployed.length };
  mkdirSync(dirname(FIGURE), { recursive: true });
  writeFileSync(FIGURE, JSON.stringify(figure));
});

/** The verdict on a piece, unless it is excused. */
function judge(piece: ShownPiece): string | undefined {
  const verdict = judgePiece(piece, bundle);
  return verdict !== undefined && `${piece.file}: ${verdict}` in EXCUSED ? undefined : verdict;
}

test("every piece that a page asks for is shown, under its file's name", () => {
  const asked = listShownSources()
    .filter(({ page }) => finished.includes(page))
    .map(({ page, file }) => `${markdownAddress(addressOf(page))} ${file}`);

  expect(asked.length).toBeGreaterThanOrEqual(25);
  expect(pieces.map(({ page, file }) => `${page} ${file}`).toSorted()).toEqual(asked.toSorted());
});

test.for(pieces.filter(isCode))("$page shows $file, lines $from–$to, as it is deployed", (piece) => {
  expect(judge(piece)).toBeUndefined();
});

test("every excuse excuses something", () => {
  const verdicts = pieces.filter(isCode).map((piece) => `${piece.file}: ${judgePiece(piece, bundle)}`);

  expect(Object.keys(EXCUSED).filter((excuse) => !verdicts.includes(excuse))).toEqual([]);
});

test("what is shown and is no code of the Worker is for contributors", () => {
  const others = pieces.filter((piece) => !isCode(piece));

  expect(others.filter(({ page }) => !page.startsWith("/contribute/"))).toEqual([]);
  expect(others.filter(({ file, code }) => !standsIn(file, code))).toEqual([]);
});

test("a piece that was changed, or that no bundled file holds, is found out", () => {
  const piece = pieces.find(({ file }) => file.endsWith("/remembering.ts"))!;

  expect(judgePiece(piece, bundle)).toBeUndefined();
  expect(judgePiece({ ...piece, code: piece.code.replace(">", ">=") }, bundle)).toBe(
    "it differs from the bundled file",
  );
  expect(judgePiece({ ...piece, file: "tools/gate.ts" }, bundle)).toBe("its file is not in the bundle");
});
