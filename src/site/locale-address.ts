/** The address of a page in a language. English has no folder; in any other Starlight fills what is missing. */
export const inLocale = (locale: string | undefined, address: string): string =>
  locale === undefined ? address : `/${locale}${address}`;

/** What a page's id, such as `de/catalogue/saga`, is in English. */
export const inEnglish = (locale: string | undefined, id: string): string =>
  locale === undefined ? id : id.slice(locale.length + 1);
