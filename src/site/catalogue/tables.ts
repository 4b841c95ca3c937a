/**
 * Lets a table that is wider than the screen be scrolled by keyboard too: each gets a box of its own, which takes the focus.
 * `html` is what Markdown was rendered to.
 */
export function scrollTables(html: string): string {
  let count = 0;
  return html.replaceAll(/<table>[\s\S]*?<\/table>/g, (table) => {
    count += 1;
    return `<div class="table-scroll" role="group" aria-label="Table ${count}" tabindex="0">${table}</div>`;
  });
}
