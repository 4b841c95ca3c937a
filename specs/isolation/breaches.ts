import { type Breach, breach } from "./breach.ts";
import { OF_WRITES } from "./breaches-of-writes.ts";

const inTables = breach("tables");
const inExpressions = breach("expressions");
const inWriting = breach("writing");
const inNames = breach("names");
const inScoper = breach("scoper");
const inSelects = breach("selects");
const inIndexes = breach("indexes");
const inJoins = breach("joins");
const inBounds = breach("bounds");
const inRaising = breach("raising");

/** Every one of them is to be noticed by the proof in its short form: `npm run breaches -- prism`. */
export const BREACHES: readonly Breach[] = [
  ...OF_WRITES,
  inTables(
    "a table that is read has no tenant's condition",
    "WHERE ${isOf(name, column)}${apart})`",
    "WHERE true${apart})`",
  ),
  inTables(
    "a common table expression stands for a table that main. names",
    "if (!table.dbName && w.sees(objName.text)) return named",
    "if (w.sees(objName.text)) return named",
  ),
  inTables(
    "a common table expression has its name in the open",
    "return quoted(`with ${name}`);",
    "return quoted(name);",
  ),
  inTables(
    "a view sees the common table expressions around it",
    "const body = w.inView(found).select(found.select);",
    "const body = w.select(found.select);",
  ),
  inTables(
    "a table is named without its database",
    'return `"main".${quoted(name)}`;',
    "return quoted(name);",
  ),
  inTables(
    "another database may be named",
    'if (dbName && folded(dbName.text) !== "main")',
    'if (dbName && dbName.text === "")',
  ),
  inTables(
    "a table that is not in the schema is opened",
    "const found = w.schema.get(name) ?? refuseTable(objName);",
    "const found = w.schema.get(name);\n  if (!found) return open(w, name);",
  ),
  inTables(
    "a table that is shared may be read by a tenant",
    "if (w.shared.has(name)) return open(w, name);",
    'if (w.shared.has(name) || name === "prices") return open(w, name);',
  ),
  inTables(
    "a full-text index is not to be asked by its name",
    'const columns = shown ? `*, ${quoted(name)}` : "*";',
    'const columns = shown ? "*" : "*";',
  ),
  inTables("a table that is opened is not reported", "w.extent.tables.add(name);", ""),
  inExpressions(
    "the table after IN is not scoped",
    "IN (SELECT * FROM ${rowsOf(w, rhs)})",
    'IN "main".${quoted(rhs.objName.text)}',
  ),
  inExpressions(
    "rowid is admitted behind a table's name",
    "if (ROW_NUMBERS.has(folded(text))) refuse({ span }, rowNumber(text));\n  return `${quoted(table.text)}",
    "return `${quoted(table.text)}",
  ),
  inExpressions("a quote in a text is not doubled", 'value.replaceAll("\'", "\'\'")', "value"),
  inExpressions("any function may be called", "if (!FUNCTIONS.has(name))", 'if (name === "")'),
  inExpressions(
    "what a full-text index counts may be read",
    'if (found?.kind === "tenant" && found.shown)',
    'if (found?.kind === "tenant" && found.shown && text === "")',
  ),
  inExpressions(
    "NOT before IN, LIKE or BETWEEN is forgotten",
    'return not ? "NOT " : "";',
    'return not ? "" : "";',
  ),
  inExpressions(
    "DISTINCT in an aggregate is forgotten",
    '`${node.distinctness.toUpperCase()} ` : "";\n    const args',
    '"" : "";\n    const args',
  ),
  inExpressions(
    "a FILTER is forgotten",
    '` FILTER (WHERE ${w.expression(node.filterClause)})` : ""',
    '"" : ""',
  ),
  inWriting(
    "a common table expression is seen outside its WITH",
    "this.#visible.pop();",
    "this.#visible.at(-1);",
  ),
  inWriting(
    "a common table expression is not seen",
    "return this.#visible.some((names) => names.has(folded(name)));",
    'return this.#visible.length < 0 && name === "";',
  ),
  inWriting(
    "a common table expression is seen in one case only",
    "names.has(folded(name))",
    "names.has(name)",
  ),
  inWriting(
    "a view of the house's has no tenant",
    "if (this.#options.isView) return TENANT;",
    'if (this.#options.isView) return "owner";',
  ),
  inWriting("? is numbered from the first again", 'name === "?" ? this.#parameters + 1', 'name === "?" ? 1'),
  inWriting("the largest number so far is forgotten", "Math.max(this.#parameters, number)", "number"),
  inNames("rowid is admitted", 'new Set(["rowid", "oid", "_rowid_"])', 'new Set(["oid", "_rowid_"])'),
  inTables(
    "a RETURNING reads the table that is written to",
    "if (w.extent.closed === found.name)",
    'if (found.name === "")',
  ),
  inNames("a quote in a name is not doubled", "name.replaceAll('\"', '\"\"')", "name"),
  inNames(
    "a name stays unquoted though it is a word of SQLite's",
    'return `\\`${name.replaceAll("`", "``")}\\``;',
    "return name;",
  ),
  inScoper(
    "the tenant is bound where the author's last value is",
    "text.replaceAll(TENANT, `?${parameters + 1}`)",
    "text.replaceAll(TENANT, `?${Math.max(parameters, 1)}`)",
  ),
  inScoper("a NUL is let through", "if (nul !== -1)", "if (nul < -1)"),
  inScoper(
    "a bound of SQLite's is passed by",
    "if (deepest + opened > DEEPEST)",
    "if (deepest + opened < 0)",
  ),
  inSelects(
    "the second arm of a compound is written before the first",
    "const parts = [oneSelect(w, node.select, node.select === w.answer)];\n    for",
    'const parts = [""];\n    for',
  ),
  inSelects(
    "LIMIT a, b is read the wrong way round",
    "LIMIT ${w.expression(offset)}, ${w.expression(expr)}",
    "LIMIT ${w.expression(expr)}, ${w.expression(offset)}",
  ),
  inSelects(
    "any function may stand in a table's place",
    "if (!dbName && TABLE_FUNCTIONS.has(folded(objName.text)))",
    "if (!dbName)",
  ),
  inBounds(
    "what raises may be where a range in an index ends",
    "const isSure = !raises &&",
    "const isSure = bounds.length > 0 ||",
  ),
  inBounds("a subquery reads no names", ", Select: names", ""),
  inRaising("a frame that is none does not raise", "PrecedingFrameBound: raises,", ""),
  inRaising("every LIMIT is a number", "limit !== first && !isNumber(limit)", "limit !== first && false"),
  inTables(
    "an index of all tenants is asked by a condition that raises",
    'const apart = spans && w.raises() ? APART : "";',
    'const apart = spans && w.raises() ? "" : "";',
  ),
  inTables(
    "rows that a view leaves out are looked at by a condition that raises",
    "return found.shared.size > 0 && w.raises() ?",
    "return found.shared.size < 0 && w.raises() ?",
  ),
  inBounds(
    "a name is what it seems where a range in an index ends",
    "|| !w.raises())",
    "|| bounds.length > 0)",
  ),
  inJoins("an outer join is made an inner one", '[LEFT]: "LEFT "', '[LEFT]: ""'),
  inJoins("SQLite makes one SELECT of a compound with an outer join", "return isOuter;", "return false;"),
  inJoins("NATURAL may compare numbers of rows", "if (joined) refuse(joined,", "if (false) refuse(joined,"),
  inJoins("two tables of one name are merged", "if (twin !== undefined)", "if (twin === null)"),
  inJoins("NATURAL is forgotten", 'kind & NATURAL ? "NATURAL " : ""', 'kind & NATURAL ? "" : ""'),
  inSelects(
    "a column without a name is called by what is printed",
    "return `${written} AS ${quoted(textOf(w.source, expr.span))}`;",
    "return written;",
  ),
  inIndexes(
    "a star stands for a full-text index's own column",
    "if (meant.every(({ shown }) => !shown))",
    "if (meant.length > 0)",
  ),
];
