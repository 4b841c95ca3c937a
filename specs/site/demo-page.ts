import type { Browser, Page } from "playwright-core";
import { inject } from "vitest";
import { type Look, LOOKS, openContext, type Visit, visit } from "./visit.ts";

interface Reader {
  /** Whose demo it is, Threshold's unless told otherwise. */
  readonly slug?: string;
  readonly look?: Look;
  /** Who the Worker takes the reader for: sandboxes are shared out by address. */
  readonly address?: string;
}

/** Opens a pattern's page as a reader who has not started its demo. */
export async function openDemoPage(browser: Browser, reader: Reader = {}): Promise<Visit> {
  const context = await openContext(browser, reader.look ?? LOOKS[0]!);
  if (reader.address) await context.setExtraHTTPHeaders({ "cf-connecting-ip": reader.address });
  return await visit(context, `http://localhost:${inject("port")}/patterns/${reader.slug ?? "threshold"}/`);
}

/**
 * Starts a pattern's demo, each time for a new reader, from a network that has no sandbox: the second part of its address
 * is one that no other file uses.
 */
export function starting(browser: () => Browser, slug: string, network: number) {
  let readers = 0;
  return async (look?: Look): Promise<Visit> => {
    readers += 1;
    const address = `198.${network}.${readers}.1`;
    const opened = await openDemoPage(browser(), { ...(look && { look }), slug, address });
    await press(opened.page, "Start the demo");
    await opened.page.locator(`${slug}-demo`).waitFor();
    return opened;
  };
}

export async function press(page: Page, name: string): Promise<void> {
  await page.getByRole("button", { name, exact: true }).click();
}

const textOf = async (page: Page, selector: string): Promise<string | undefined> =>
  (await page.locator(`threshold-demo ${selector}`).textContent())?.trim();

/** What the last press of a button did. */
export const news = (page: Page): Promise<string | undefined> => textOf(page, ".news");
/** What went wrong with it. */
export const trouble = (page: Page): Promise<string | undefined> => textOf(page, ".trouble");
/** Where its requests go. */
export const place = (page: Page): Promise<string | undefined> => textOf(page, ".where");

/** The headers that came last, under their status. */
export const headers = (page: Page): Promise<string | undefined> => textOf(page, ".answer");
/** Whose limit it is. */
type Layer = "address" | "user" | "endpoint" | "tenant";

/** How much of a limit is used, such as "60 of 100". */
export const used = (page: Page, layer: Layer): Promise<string | undefined> =>
  textOf(page, `[data-layer=${layer}] .used`);
/** What a limit did with the last request. */
export const part = (page: Page, layer: Layer): Promise<string | undefined> =>
  textOf(page, `[data-layer=${layer}] .part`);
/** The step of the ladder that is marked as the user's. */
export const level = (page: Page): Promise<string | undefined> => textOf(page, "[aria-current=step] .level");

/** Picks from a list of the demo what is called so. */
export async function choose(page: Page, list: string, words: string): Promise<void> {
  await page.getByRole("combobox", { name: list, exact: true }).selectOption({ label: words });
}

/** Turns a switch on, or off. */
export async function flip(page: Page, name: string): Promise<void> {
  await page.getByRole("switch", { name, exact: true }).click();
}

/** The text of the demo's control that has the focus. */
export function focused(page: Page): Promise<string> {
  return page.evaluate(() => {
    const inner = document.activeElement?.shadowRoot?.activeElement;
    return inner?.textContent?.trim().replace(/\s+/g, " ") ?? "";
  });
}

/** Tabs on from where the focus is until it rests on the demo's control of that name. */
export async function tabTo(page: Page, name: string, key = "Tab"): Promise<void> {
  for (let i = 0; i < 20; i++) {
    await page.keyboard.press(key);
    if ((await focused(page)).startsWith(name)) return;
  }
  throw new Error(`Cannot reach "${name}" by keyboard`);
}
