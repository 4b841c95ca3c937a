import { expect, test } from "vitest";
import { sniff } from "./sniff.ts";

const latin1 = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0));

const WHOLE = [
  ["image/jpeg", "\u00FF\u00D8\u00FF"],
  ["image/png", "\u0089PNG\r\n\u001A\n"],
  ["image/gif", "GIF87a"],
  ["image/gif", "GIF89a"],
  ["image/webp", "RIFF\u0001\u0002\u0003\u0004WEBP"],
  ["image/avif", "\u0000\u0000\u0000\u001Cftypavif"],
  ["image/avif", "\u0000\u0000\u0000\u001Cftypavis"],
  ["application/pdf", "%PDF-"],
] as const;

test.for(WHOLE)("%s is known by its first bytes, and by none fewer", ([type, start]) => {
  const shorter = Array.from({ length: start.length }, (_, length) => sniff(latin1(start.slice(0, length))));

  expect(sniff(latin1(start))).toBe(type);
  expect(sniff(latin1(`${start}\u0000\u00FF<html>`))).toBe(type);
  expect(new Set(shorter)).toEqual(new Set([undefined]));
});

test.for(WHOLE)("%s that does not begin at the first byte is nothing", ([, start]) => {
  const before = [" ", "\n", "\u00EF\u00BB\u00BF", "<svg>", "<!--", "\u0000"];

  expect(before.map((text) => sniff(latin1(text + start)))).toEqual(before.map(() => undefined));
});

test.for<[string, string]>([
  ["nothing", ""],
  ["SVG", '<svg xmlns="http://www.w3.org/2000/svg"/>'],
  ["SVG after its declaration", '<?xml version="1.0"?><svg/>'],
  ["HTML", "<!doctype html><script>alert(1)</script>"],
  ["a script", "alert(1)"],
  ["a ZIP", "PK\u0003\u0004"],
  ["a film", "\u0000\u0000\u0000\u001Cftypisom"],
  ["a sound in the same wrapper as WebP", "RIFF\u0001\u0002\u0003\u0004WAVE"],
  ["another case of letters", "gif89a"],
])("%s is not stored", ([, text]) => {
  expect(sniff(latin1(text))).toBeUndefined();
});

test.for<[string, string, string]>([
  ["a GIF that is a script too", "GIF89a=1;/*\u0000*/alert(1)", "image/gif"],
  ["a JPEG with a page in its comment", "\u00FF\u00D8\u00FF\u00FE\u0000\u0020<html><script>", "image/jpeg"],
  ["a PDF that is a page too", "%PDF-1.7<html>", "application/pdf"],
  ["a PNG with a ZIP behind it", "\u0089PNG\r\n\u001A\nPK\u0003\u0004", "image/png"],
])("%s is what it begins as, and is never called anything else", ([, text, type]) => {
  expect(sniff(latin1(text))).toBe(type);
});
