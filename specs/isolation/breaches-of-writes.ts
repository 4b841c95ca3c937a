import { type Breach, breach } from "./breach.ts";

const inStatements = breach("statements");
const inTables = breach("tables");

/** How what is written may be broken. */
export const OF_WRITES: readonly Breach[] = [
  inStatements(
    "a DELETE has no tenant's condition",
    "tblName)}`,\n    ` WHERE ${ownRows(w, table, node.whereClause)}`",
    "tblName)}`,\n    ` WHERE ${node.whereClause ? w.expression(node.whereClause) : true}`",
  ),
  inStatements(
    "an UPDATE has no tenant's condition",
    '"",\n    ` WHERE ${ownRows(w, table, node.whereClause)}`',
    '"",\n    ` WHERE ${node.whereClause ? w.expression(node.whereClause) : true}`',
  ),
  inStatements(
    "an index of all tenants is asked by a condition of a write that raises",
    "if (!spans || !w.raises())",
    "if (!spans || w.raises())",
  ),
  inStatements(
    "the author's condition is not in parentheses",
    "`${own} AND (${w.expression(where)})`",
    "`${own} AND ${w.expression(where)}`",
  ),
  inStatements(
    "the author's condition may stand in the tenant's stead",
    "`${own} AND (${w.expression(where)})`",
    "`${own} OR (${w.expression(where)})`",
  ),
  inTables(
    "a table with an alias is called by its own name",
    "called: (alias ?? objName).text",
    "called: objName.text",
  ),
  inStatements(
    "an alias is not printed for what is written to",
    '(alias ? ` AS ${quoted(alias.text)}` : "")',
    '""',
  ),
  inStatements(
    "an INSERT may say whose a row is",
    "for (const column of columns) onlyOther(table, column);",
    "",
  ),
  inStatements(
    "a SET may say whose a row is",
    "for (const column of colNames) onlyOther(table, column);",
    "",
  ),
  inStatements(
    "the tenant's column is recognised in one case only",
    "if (said === folded(column))",
    "if (text === column)",
  ),
  inStatements(
    "only the first column of a SET is looked at",
    "for (const column of colNames) onlyOther",
    "for (const column of colNames.slice(0, 1)) onlyOther",
  ),
  inStatements(
    "rows are read while those before them take them away",
    "return isReadFirst ?",
    "return isReadFirst && false ?",
  ),
  inStatements("a RETURNING is forgotten", 'if (!columns) return "";', 'if (columns !== null) return "";'),
  inStatements(
    "OR ROLLBACK is admitted",
    'orConflict === "Rollback" || orConflict === "Fail"',
    'orConflict === "Fail"',
  ),
  inStatements(
    "OR FAIL is admitted",
    'orConflict === "Rollback" || orConflict === "Fail"',
    'orConflict === "Rollback"',
  ),
  inStatements("a conflict clause is forgotten", "return ` OR ${orConflict.toUpperCase()}`;", 'return "";'),
  inStatements(
    "a full-text index may be commanded",
    'if (shown && (said === folded(name) || said === "rank"))',
    'if (shown && said === "")',
  ),
  inStatements(
    "an upsert's second clause is forgotten",
    "DO ${act}${upserts(w, table, node.next)}`",
    "DO ${act}`",
  ),
  inStatements(
    "the rows of a SELECT are inserted without a WHERE before ON CONFLICT",
    "FROM ${source} WHERE true`",
    "FROM ${source}`",
  ),
  inStatements(
    "the tenant is put behind the values that are inserted",
    "`(${TENANT}, ${w.expressions(values)})`",
    "`(${w.expressions(values)}, ${TENANT})`",
  ),
];
