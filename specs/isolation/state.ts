/** The columns that make up a row, of each table whose rows are tenants'. */
const COLUMNS: Readonly<Record<string, string>> = {
  authors: "tenant_id, id, name, age, mentor",
  books: "tenant_id, id, author, title, pages, extra",
  marks: "tenant_id, book, word, weight, times",
  tally: "tenant_id, k, n, twice",
  '"order"': 'tenant_id, "select", "a""b", "order"',
  history: "tenant_id, book, was",
  texts: "tenant_id, book, body",
};

const rowsWhere = (condition: string): string =>
  Object.entries(COLUMNS)
    .map(
      ([table, columns]) =>
        `(SELECT json_group_array(json_array(${columns}) ORDER BY ${columns}) FROM ${table} WHERE ${condition})`,
    )
    .join(" || ");

/** All rows of a tenant, and all that are not theirs: two texts. The tenant is its only parameter. */
export const STATE = `SELECT ${rowsWhere("tenant_id = ?1")}, ${rowsWhere("tenant_id IS NOT ?1")} ||
  (SELECT json_group_array(json_array(owner, kind, amount) ORDER BY owner, kind) FROM prices)`;
