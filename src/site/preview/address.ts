import { canSet } from "./typesetting.ts";

/** Of the site as a whole: what `npm run og` draws. */
export const OF_THE_SITE = "/og.png";

/** Where a page's picture is. A title that the site's face cannot set has the site's, rather than boxes for letters. */
export function previewAddress(id: string, title: string): string {
  return canSet(title) ? `/previews/${id}.png` : OF_THE_SITE;
}
