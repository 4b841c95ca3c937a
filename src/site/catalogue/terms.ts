/**
 * The words of the catalogue's vocabulary in the reader's language: under `term.` and the English word in the file of
 * words, as the navigation's headings are. What is not there is English.
 */
export function termsOf(t: App.Locals["t"]): (english: string) => string {
  const words: Readonly<Record<string, unknown>> = t.all();
  return (english) => {
    const word = words[`term.${english}`];
    return typeof word === "string" ? word : english;
  };
}
