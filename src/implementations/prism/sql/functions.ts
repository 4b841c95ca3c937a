const named = (names: string): readonly string[] => names.trim().split(/\s+/);

/** Those that raise for no value. */
export const QUIET: ReadonlySet<string> = new Set(
  named(`
    acos acosh asin asinh atan atan2 atanh avg ceil ceiling coalesce cos cosh count cume_dist date datetime degrees
    dense_rank exp first_value floor ifnull iif instr julianday lag last_value lead length likelihood likely ln log log10
    log2 lower ltrim max min mod nullif octet_length percent_rank pi pow power radians random rank round row_number rtrim
    sign sin sinh sqrt substr substring tan tanh time timediff total trim trunc typeof unicode unixepoch unlikely upper`),
);

const OTHERS = named(`
  abs char concat concat_ws format glob group_concat hex json json_array json_array_length json_error_position
  json_extract json_group_array json_group_object json_insert json_object json_patch json_pretty json_quote json_remove
  json_replace json_set json_type json_valid like nth_value ntile printf quote randomblob replace strftime string_agg
  sum unhex zeroblob`);

/** What shows of a row why it matches: the first argument names a full-text index. */
export const AUXILIARY: ReadonlySet<string> = new Set(["highlight", "snippet"]);

/**
 * The functions of SQLite that say nothing but what their arguments do. Left out are those that tell of the connection, which
 * other tenants share (`last_insert_rowid`, `changes`, `total_changes`), of the build, and of the whole of an index
 * (`bm25`).
 */
export const FUNCTIONS: ReadonlySet<string> = new Set([...QUIET, ...OTHERS, ...AUXILIARY]);

/** The functions that stand in a table's place, and read nothing but their arguments. */
export const TABLE_FUNCTIONS: ReadonlySet<string> = new Set(["json_each", "json_tree"]);
