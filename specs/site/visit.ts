import axe from "axe-core";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll } from "vitest";
import { launchBrowser } from "../../tools/browser.ts";

/** How a reader may see a page. */
export interface Look {
  readonly name: string;
  readonly scheme: "light" | "dark";
  readonly width: number;
}

export const LOOKS: readonly Look[] = [
  { name: "light, wide", scheme: "light", width: 1350 },
  { name: "dark, wide", scheme: "dark", width: 1350 },
  { name: "light, narrow", scheme: "light", width: 390 },
  { name: "dark, narrow", scheme: "dark", width: 390 },
];

/** One browser for the tests of a file, which calls this at its top; what a test opened is closed after it. */
export function useBrowser(): () => Browser {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterEach(async () => {
    await Promise.all(browser.contexts().map((context) => context.close()));
  });
  afterAll(() => browser.close());
  return () => browser;
}

/** A browser as new as a first-time reader's. */
export function openContext(browser: Browser, look: Look): Promise<BrowserContext> {
  const viewport = { width: look.width, height: 900 };
  return browser.newContext({ colorScheme: look.scheme, viewport, reducedMotion: "reduce" });
}

/** Opens an address as a reader whose browser runs no scripts, in a context of its own. */
export async function openWithoutScripts(browser: Browser, address: string): Promise<Page> {
  const viewport = { width: LOOKS[0]!.width, height: 900 };
  const context = await browser.newContext({ javaScriptEnabled: false, viewport });
  const page = await context.newPage();
  await page.goto(address);
  return page;
}

export interface Visit {
  readonly page: Page;
  readonly status: number;
  /** Errors, warnings and policy violations that the browser told of, in its own words. */
  readonly complaints: string[];
  /** Addresses asked for that are not the page's own origin. */
  readonly foreign: string[];
}

/** Opens an address in a page of its own and watches what the browser says and asks for. The caller closes the page. */
export async function visit(context: BrowserContext, address: string): Promise<Visit> {
  return goTo(await context.newPage(), address);
}

/** Opens an address in a page that is open already, and watches the same. */
export async function goTo(page: Page, address: string): Promise<Visit> {
  const complaints: string[] = [];
  const foreign: string[] = [];
  const { origin } = new URL(address);
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (message) => {
    // A browser notes a page's own 404 or 429 as an error; the visit's status says it.
    const isOwnStatus =
      message.location().url === address && message.text().startsWith("Failed to load resource");
    if (/^(?:error|warning)$/.test(message.type()) && !isOwnStatus) complaints.push(message.text());
  });
  page.on("request", (request) => {
    if (!request.url().startsWith(`${origin}/`) && !request.url().startsWith("data:"))
      foreign.push(request.url());
  });
  const response = await page.goto(address, { waitUntil: "networkidle" });
  return { page, status: response?.status() ?? 0, complaints, foreign };
}

const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/**
 * The accessibility rules that a page breaks, each with where, and how many it was held to. What passed stays in the
 * browser as a number: to describe its thousands of elements takes four times as long as to judge them.
 */
export async function judgeWithAxe(
  page: Page,
  /** Only what is in this element: the page around it has been judged. */
  within = "html",
): Promise<{ violations: string[]; passes: number }> {
  await page.evaluate(axe.source);
  const result: AxeResult = await page.evaluate(`axe
    .run(${JSON.stringify(within)}, { runOnly: ${JSON.stringify(RULES)}, resultTypes: ["violations"] })
    .then(({ violations, passes }) => ({ violations, passes: passes.length }))`);
  const violations = result.violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${target.join(" ")}: ${failureSummary}`),
  );
  return { violations, passes: result.passes };
}

interface AxeResult {
  readonly violations: readonly {
    readonly id: string;
    readonly nodes: readonly { readonly target: readonly string[]; readonly failureSummary: string }[];
  }[];
  readonly passes: number;
}

/** Runs in the browser: how many pixels of the page hang over its right edge. */
export function measureOverflow(): number {
  const { scrollWidth, clientWidth } = document.documentElement;
  return Math.max(0, scrollWidth - clientWidth);
}
