/** The address of a page's Markdown: `/x/y/` is also at `/x/y.md`, and the home page at `/index.md`. */
export function markdownAddress(pathname: string): string {
  const path = pathname.replace(/\/$/, "");
  return path === "" ? "/index.md" : `${path}.md`;
}
