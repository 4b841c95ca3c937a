const NAMES = `
  abs avg char coalesce concat concat_ws count format glob group_concat hex ifnull iif instr length like likelihood
  likely lower ltrim max min nullif octet_length printf quote random randomblob replace round rtrim sign string_agg
  substr substring sum total trim typeof unhex unicode unlikely upper zeroblob
  date datetime julianday strftime time timediff unixepoch
  json json_array json_array_length json_error_position json_extract json_group_array json_group_object json_insert
  json_object json_patch json_pretty json_quote json_remove json_replace json_set json_type json_valid
  cume_dist dense_rank first_value lag last_value lead nth_value ntile percent_rank rank row_number
  acos acosh asin asinh atan atan2 atanh ceil ceiling cos cosh degrees exp floor ln log log10 log2 mod pi pow power
  radians sin sinh sqrt tan tanh trunc`;

/** What shows of a row why it matches: the first argument names a full-text index. */
export const AUXILIARY: ReadonlySet<string> = new Set(["highlight", "snippet"]);

/**
 * The functions of SQLite that say nothing but what their arguments do. Left out are those that tell of the connection, which
 * other tenants share (`last_insert_rowid`, `changes`, `total_changes`), of the build, and of the whole of an index
 * (`bm25`).
 */
export const FUNCTIONS: ReadonlySet<string> = new Set([...NAMES.trim().split(/\s+/), ...AUXILIARY]);

/** The functions that stand in a table's place, and read nothing but their arguments. */
export const TABLE_FUNCTIONS: ReadonlySet<string> = new Set(["json_each", "json_tree"]);
