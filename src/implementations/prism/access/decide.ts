import { type Actor, ANYBODY, isAtLeast, type Standing, STANDINGS } from "./roles.ts";
import { ACCESS, type Action, type Grant, type Row, type Scope, SCOPES } from "./table.ts";

export type Decision =
  | { readonly kind: "allowed"; readonly by: Scope }
  | {
      readonly kind: "denied";
      /** Whether it is the standing, whatever the row, or this row that stands against it. */
      readonly reason: "standing" | "row";
      /** The least standing that may do it to every row. */
      readonly needs: Standing;
    };

// #region decide
/** Whether an actor may do this to a row; without a row, whether they may do it to all. */
export function decide(actor: Actor, action: Action, row?: Row): Decision {
  const [by] = scopesOf(actor.standing, action).filter((scope) => holds(scope, actor, row));
  if (by) return { kind: "allowed", by };
  const reason = mayEver(actor, action) ? "row" : "standing";
  const needs = STANDINGS.find((standing) => scopesOf(standing, action).includes("all")) ?? "owner";
  return { kind: "denied", reason, needs };
}
// #endregion decide

/** Whether there could be a row that the actor may do this to. Who never may is refused before any row is read. */
export function mayEver({ standing }: Pick<Actor, "standing">, action: Action): boolean {
  return scopesOf(standing, action).length > 0;
}

/** The scopes that the table grants to a standing. */
export function scopesOf(standing: Standing, action: Action): readonly Scope[] {
  const grant: Grant = ACCESS[action];
  return SCOPES.filter((scope) => {
    const least = grant[scope];
    return least !== undefined && isAtLeast(standing, least);
  });
}

function holds(scope: Scope, actor: Actor, row: Row | undefined): boolean {
  if (scope === "all") return true;
  if (!row) return false;
  if (scope === "own") return actor.standing !== ANYBODY && actor.userId === row.ownerId;
  const { status, publishedAt = null } = row;
  return status === "published" && publishedAt !== null && publishedAt <= actor.at;
}
