/** Words that folders, marks or addresses already have another meaning for. */
const RESERVED = new Set(["grove", "index", "kit"]);
const LONGEST = 40;

/** What is wrong with a name in addresses and folders, in a sentence; undefined if nothing is. */
export function slugProblem(slug: string): string | undefined {
  if (!/^[a-z]+(?:-[a-z]+)*$/.test(slug) || slug.length > LONGEST) {
    return `A slug is lower-case words with hyphens between, such as lantern or two-lanterns, up to ${LONGEST} letters.`;
  }
  return RESERVED.has(slug) ? `"${slug}" means something else here: choose another.` : undefined;
}

/** "two-lanterns" as "Two Lanterns". */
export function titleOf(slug: string): string {
  return slug.replaceAll(/(^|-)([a-z])/g, (_, gap: string, letter: string) => {
    return `${gap && " "}${letter.toUpperCase()}`;
  });
}

/** "two-lanterns" as "TwoLanterns". */
export function classNameOf(slug: string): string {
  return titleOf(slug).replaceAll(" ", "");
}
