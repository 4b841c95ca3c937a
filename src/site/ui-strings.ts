import { z } from "astro/zod";

/** The words of the site's own controls, beside Starlight's. A locale gives them in `src/content/i18n/`. */
export const uiStrings = z.object({
  "search.close": z.string(),
  "demo.label": z.string(),
  "demo.start": z.string(),
  "demo.needsScript": z.string(),
  "page.viewMarkdown": z.string(),
  "page.copyMarkdown": z.string(),
  "page.copiedMarkdown": z.string(),
  "page.notCopiedMarkdown": z.string(),
});
