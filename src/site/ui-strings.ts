import { z } from "astro/zod";
import english from "../content/i18n/en.json" with { type: "json" };

type Key = keyof typeof english;

const words = Object.fromEntries(Object.keys(english).map((key) => [key, z.string().optional()]));

/** The words of the site's own controls and headings, beside Starlight's. A locale gives those it has in `src/content/i18n/`. */
export const uiStrings = z.object(words as Record<Key, z.ZodOptional<z.ZodString>>);

/** Astro escapes what it writes, so i18next must not. */
export const AS_IT_IS = { interpolation: { escapeValue: false } } as const;
