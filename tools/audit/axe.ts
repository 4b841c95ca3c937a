import { goTo, judgeWithAxe, type Look, LOOKS, openContext } from "../../specs/site/visit.ts";
import { launchBrowser } from "../browser.ts";

export interface AxeFigure {
  readonly pages: number;
  readonly looks: number;
  readonly violations: number;
}

/** Holds every page, in both colour schemes and widths, to axe's rules, and prints what each breaks. */
export async function judgeAll(origin: string, paths: readonly string[]): Promise<AxeFigure> {
  const browser = await launchBrowser();
  try {
    const counts = await Promise.all(
      LOOKS.map(async (look) => {
        const page = await (await openContext(browser, look)).newPage();
        let violations = 0;
        for (const path of paths) {
          page.removeAllListeners();
          await goTo(page, `${origin}${path}`);
          const judged = await judgeWithAxe(page);
          // A page that could not be judged would have no violations either.
          if (judged.passes === 0) throw new Error(`Cannot judge ${path}: axe held it to nothing`);
          tell(path, look, judged.violations);
          violations += judged.violations.length;
        }
        return violations;
      }),
    );
    const violations = counts.reduce((sum, count) => sum + count, 0);
    return { pages: paths.length, looks: LOOKS.length, violations };
  } finally {
    await browser.close();
  }
}

function tell(path: string, { name }: Look, violations: readonly string[]): void {
  for (const violation of violations) console.log(`${path} (${name})\n  ${violation}`);
}
