import { expect, inject, test } from "vitest";
import { takeCensus } from "../harness/census.ts";
import { LOOKS, openContext, useBrowser, visit } from "./visit.ts";

const browser = useBrowser();

interface Copying {
  copied: string[];
}

test("the button of every block copies the code as the page has it", async () => {
  const context = await openContext(browser(), LOOKS[0]!);
  const address = `http://localhost:${inject("port")}/patterns/threshold/`;
  const { page } = await visit(context, address);
  const copied = await page.evaluate(async () => {
    const window = globalThis as unknown as Copying;
    window.copied = [];
    const writeText = async (text: string) => void window.copied.push(text);
    Object.defineProperty(navigator, "clipboard", { value: { writeText } });
    for (const button of document.querySelectorAll<HTMLElement>(".copy button")) button.click();
    return window.copied;
  });

  const { specs } = takeCensus("src/content/docs").find(({ path }) => path.endsWith("threshold.mdx"))!;
  expect(copied.length).toBeGreaterThan(specs);
  expect(copied).toContainEqual(
    'import { createWindow } from "#implementations/threshold";\n\n' +
      'createWindow({ limit: "100", windowMs: 60_000 });',
  );
  expect(copied.filter((text) => text === "" || text.includes("\u007f"))).toEqual([]);
});
