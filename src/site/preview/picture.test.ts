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

test("however long the text is, nothing is drawn over the line above the marks", async () => {
  const long = { ...text, title: "Many words ".repeat(20), description: "Many more words ".repeat(40) };
  const png = await toPng(drawPreview(long));
  const { data, info } = await sharp(png)
    .extract({ left: 0, top: 505, width: 1200, height: 12 })
    .raw()
    .toBuffer({ resolveWithObject: true });
  const first = data.subarray(0, info.channels);
  const isBlank = data.every((value, i) => value === first[i % info.channels]);

  expect(info.width).toBe(PREVIEW.width);
  expect(isBlank).toBe(true);
});
