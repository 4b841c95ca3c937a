import { join } from "node:path";
import { expect, test } from "vitest";
import { lastChange, readHistory } from "../../src/site/history.ts";
import { listPages } from "../harness/vite-plugin.ts";
import sharp from "sharp";
import { ROOT } from "../../tools/sources.ts";
import { OF_THE_SITE } from "../../src/site/preview/address.ts";
import { PREVIEW } from "../../src/site/preview/picture.ts";
import { canSet } from "../../src/site/preview/typesetting.ts";
import { isBuilt, listBuiltPages, readBuiltPage } from "./built.ts";
import { addressOf } from "./shown.ts";

const SITE = process.env["SITE_URL"] ?? "http://localhost:8787";
const pages = listPages("src/content/docs").filter((page) => !page.endsWith("/404.mdx"));

test.for(pages)("%s says its own address, and links to its source where one is known", (page) => {
  const html = readBuiltPage(addressOf(page));
  const edit = process.env["EDIT_URL"];
  const links = [...html.matchAll(/<a href="([^"]+)"[^>]*>(?:<svg.*?<\/svg>)? *Edit page/g)].map(
    ([, href]) => href,
  );

  expect(html).toContain(`<link rel="canonical" href="${new URL(addressOf(page), SITE).href}"/>`);
  expect(links).toEqual(edit ? [new URL(page, edit).href] : []);
});

test.for(pages)("%s says when it was last changed, if git knows", (page) => {
  const [, shown] = /<time datetime="([^"]+)"/.exec(readBuiltPage(addressOf(page))) ?? [];

  expect(shown).toBe(lastChange(page)?.toISOString());
});

test("git knows of changes here, unless this is no checkout", () => {
  const { changes } = readHistory();

  expect(changes.every(({ files, at }) => files.length > 0 && !Number.isNaN(at.getTime()))).toBe(true);
});

const contentOf = (page: string, property: string): string =>
  new RegExp(`<meta property="${property}" content="([^"]+)"`).exec(readBuiltPage(page))?.[1] ?? "";

function pictureOf(page: string): string {
  const address = contentOf(page, "og:image");
  expect(address.startsWith(new URL("/", SITE).href)).toBe(true);
  return new URL(address).pathname;
}

test("every page is shown by a picture of its own, of the size it says, if its title can be set", async () => {
  const built = listBuiltPages();
  const own = built.filter((page) => canSet(contentOf(page, "og:title")));
  const others = [...built.filter((page) => !own.includes(page)), "/404.html"];
  const pictures = own.map(pictureOf);
  const sizes = await Promise.all(pictures.map((picture) => sharp(join(ROOT, "dist", picture)).metadata()));

  expect(own).not.toEqual([]);
  expect(pictures.filter((picture) => !isBuilt(picture))).toEqual([]);
  expect(own.filter((_, i) => pictures.indexOf(pictures[i] ?? "") !== i)).toEqual([]);
  expect(pictures).not.toContain(OF_THE_SITE);
  expect(sizes.filter(({ width, height }) => width !== PREVIEW.width || height !== PREVIEW.height)).toEqual(
    [],
  );
  expect(others.filter((page) => pictureOf(page) !== OF_THE_SITE)).toEqual([]);
});
