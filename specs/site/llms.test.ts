import { expect, inject, test } from "vitest";
import { markdownAddress } from "../../src/site/markdown/address.ts";
import { isBuilt, readBuiltPage } from "./built.ts";
import { addressOf, codeIn, listShownSources, standsIn } from "./shown.ts";
import { listPages } from "../harness/vite-plugin.ts";

const SITE = process.env["SITE_URL"] ?? "http://localhost:8787";
const pages = listPages("src/content/docs").filter((page) => !page.endsWith("/404.mdx"));
const index = readBuiltPage("/llms.txt");
const full = readBuiltPage("/llms-full.txt");

test("llms.txt says what the site is, then lists Markdown by section", () => {
  expect(index).toMatch(/^# Grove Patterns\n\n> .+\n\n## Home\n\n- \[/);
  const sections = [...index.matchAll(/^## (.+)$/gm)].map(([, section]) => section);

  expect(sections.slice(0, 4)).toEqual(["Home", "Start", "Patterns", "Guides"]);
  expect(new Set(sections).size).toBe(sections.length);
});

test("llms.txt lists every page once, with its description, and every address is there", () => {
  const lines = [...index.matchAll(/^- \[.+\]\((?<address>\S+)\): .+$/gm)];
  const paths = lines.map(({ groups }) => new URL(groups?.["address"] ?? "").pathname);
  const wanted = pages.map((page) => markdownAddress(addressOf(page)));

  expect(lines.length).toBe(index.match(/^- /gm)?.length);
  expect(new Set(paths).size).toBe(paths.length);
  expect(wanted.filter((path) => !paths.includes(path))).toEqual([]);
  expect(paths.filter((path) => !isBuilt(path))).toEqual([]);
});

test("llms-full.txt holds the text of every page but lists of entries, as its own Markdown has it", () => {
  const isList = (address: string): boolean => address.startsWith("/find/");
  const addresses = pages.map(addressOf);
  const lost = addresses.filter((address) => {
    if (isList(address)) return false;
    const own = readBuiltPage(markdownAddress(address));
    const body = own.slice(own.indexOf("\n# ")).replace(/^\n# .+\n\n/, "");
    return !full.includes(`\n\nSource: ${new URL(address, SITE).href}\n\n`) || !full.includes(body);
  });

  expect(lost).toEqual([]);
  expect(
    addresses.filter((address) => isList(address) && full.includes(new URL(address, SITE).href + "\n")),
  ).toEqual([]);
});

test("llms-full.txt has every shown source, equal to its file", () => {
  const code = codeIn(full);
  const shown = (file: string): string[] =>
    code.filter(({ meta }) => meta.includes(`"${file}, lines `)).map(({ value }) => value);
  const files = [...new Set(listShownSources().map(({ file }) => file))];

  expect(files.filter((file) => shown(file).length === 0)).toEqual([]);
  expect(files.filter((file) => !shown(file).every((value) => standsIn(file, value)))).toEqual([]);
});

test("llms-full.txt is small enough to be read at once", () => {
  expect(Buffer.byteLength(full)).toBeLessThan(1_000_000);
});

test.for(["/llms.txt", "/llms-full.txt"])("the Worker serves %s as text", async (path) => {
  const answer = await fetch(`http://localhost:${inject("port")}${path}`);

  expect(answer.status).toBe(200);
  expect(answer.headers.get("content-type")?.toLowerCase()).toBe("text/plain; charset=utf-8");
  expect(await answer.text()).toBe(readBuiltPage(path));
});
