const FENCE = /^\s*(`{3,}(?!.*`)|~{3,})(.*)$/;

/** The `##` headings of Markdown or MDX, in order. What stands in fenced code is no heading. */
export function readHeadings(text: string): string[] {
  const headings: string[] = [];
  let open = "";
  for (const line of text.split("\n")) {
    const [, mark = "", info = ""] = FENCE.exec(line) ?? [];
    if (open !== "") {
      // The end has the same character, at least as often, and nothing behind it.
      if (mark.startsWith(open) && info.trim() === "") open = "";
    } else if (mark !== "") {
      open = mark;
    } else if (line.startsWith("## ")) {
      headings.push(line.slice("## ".length).trim());
    }
  }
  return headings;
}
