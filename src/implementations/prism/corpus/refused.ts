/** What is refused of the corpus, all of it, each with what is said of it: by Prism, or by SQLite of what Prism left out. */
export const REFUSED: Readonly<Record<string, string>> = {
  // How well a row fits follows from how often its words are found in the rows of all tenants.
  "a search with the best first": "no such column: rank",
  "a search by how well it fits": "the function bm25 is not among those admitted",
  // A row's number counts the rows of all tenants. A key says the same.
  "a thousand old comments are removed at a time": "rowid counts the rows of all tenants",
};
