import sharp from "sharp";
import { expect, test } from "vitest";
import { previewAddress } from "./address.ts";
import { drawPreview, PREVIEW, toPng } from "./picture.ts";
import { breakLines, canSet } from "./typesetting.ts";

const text = { site: "Grove Patterns", title: "Threshold", description: "Counts requests in every minute." };

test("text is broken at its spaces into lines that fit, and a word that does not fit has a line of its own", () => {
  const narrow = breakLines("one two three", 40, 130);

  expect(narrow.join(" ")).toBe("one two three");
  expect(narrow.length).toBeGreaterThan(1);
  expect(breakLines("one two three", 40, 10_000)).toEqual(["one two three"]);
  expect(breakLines("incomprehensibilities", 40, 10)).toEqual(["incomprehensibilities"]);
});

test("a title beyond the face's letters has the site's picture, not one of boxes", () => {
  expect(canSet("Überlauf: “Où?”")).toBe(true);
  expect(previewAddress("patterns/loom", "Loom")).toBe("/previews/patterns/loom.png");
  expect(previewAddress("ja/loom", "織機")).toBe("/og.png");
});

test("a picture holds outlines and no text, so that no machine's fonts change it", () => {
  const svg = drawPreview(text);

  expect(svg).not.toContain("<text");
  expect(svg.match(/<path/g)?.length).toBeGreaterThan(40);
});

async function isBlank(svg: string, at: { left: number; top: number; width: number; height: number }) {
  const { data, info } = await sharp(await toPng(svg))
    .extract(at)
    .raw()
    .toBuffer({ resolveWithObject: true });
  const first = data.subarray(0, info.channels);
  return data.every((value, i) => value === first[i % info.channels]);
}

test("however long the text is, nothing is drawn over the line above the marks", async () => {
  const long = { ...text, title: "Many words ".repeat(20), description: "Many more words ".repeat(40) };

  expect(await isBlank(drawPreview(long), { left: 0, top: 505, width: PREVIEW.width, height: 12 })).toBe(
    true,
  );
});

test("however long a word is, nothing is drawn in the margins", async () => {
  const [name, path] = [`${"an-outbox-".repeat(6)}of-sql.ts`, "src/implementations/loom/".repeat(4)];
  const svg = drawPreview({ ...text, title: name, description: `${path}${name}, as it is built.` });
  const margin = { top: 0, width: 90, height: PREVIEW.height };

  expect(await isBlank(svg, { left: 0, ...margin })).toBe(true);
  expect(await isBlank(svg, { left: PREVIEW.width - 90, ...margin })).toBe(true);
});
