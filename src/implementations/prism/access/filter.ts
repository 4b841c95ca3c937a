import { scopesOf } from "./decide.ts";
import { type Actor, ANYBODY } from "./roles.ts";
import { type Action, COLUMNS, type RowColumns, type Scope } from "./table.ts";

/** A condition for a WHERE, in parentheses, with the values of its `?` in their order. */
export interface Filter {
  readonly sql: string;
  readonly values: readonly (string | number)[];
}

const ALL: Filter = { sql: "(1 = 1)", values: [] };
const NONE: Filter = { sql: "(1 = 0)", values: [] };

// #region filter
/**
 * The rows that an actor may do this to: exactly those that `decide` allows, found by the database. Its parameters have
 * no numbers, so it stands after all that have one. Throws a TypeError for an action whose rows lack a column it needs.
 */
export function filterFor(actor: Actor, action: Action): Filter {
  const scopes = scopesOf(actor.standing, action);
  if (scopes.includes("all")) return ALL;
  if (scopes.length === 0) return NONE;
  const each = scopes.map((scope) => condition(scope, actor, action));
  return {
    sql: `(${each.map(({ sql }) => sql).join(" OR ")})`,
    values: each.flatMap(({ values }) => values),
  };
}
// #endregion filter

function condition(scope: Scope, actor: Actor, action: Action): Filter {
  const columns = columnsOf(action);
  if (scope === "own" && columns?.owner !== undefined && actor.standing !== ANYBODY) {
    return { sql: `${columns.owner} = ?`, values: [actor.userId] };
  }
  if (scope === "seen" && columns?.status !== undefined && columns.since !== undefined) {
    return { sql: `(${columns.status} = 'published' AND ${columns.since} <= ?)`, values: [actor.at] };
  }
  throw new TypeError(`Cannot filter for ${action}: its rows have no column for the scope "${scope}"`);
}

function columnsOf(action: Action): RowColumns | undefined {
  const [resource] = action.split(":");
  const found: readonly [string, RowColumns][] = Object.entries(COLUMNS);
  return found.find(([name]) => name === resource)?.[1];
}
