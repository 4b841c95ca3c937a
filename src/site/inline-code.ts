const ESCAPES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

/** Plain text as HTML, with `back-ticked` pieces as code. */
export function inlineCode(text: string): string {
  const escaped = text.replaceAll(/[&<>"]/g, (character) => ESCAPES[character] ?? character);
  return escaped.replaceAll(/`([^`]+)`/g, "<code>$1</code>");
}
