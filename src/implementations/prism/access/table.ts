import type { Standing } from "./roles.ts";

/**
 * Which rows: all of them; those that are the actor's own; or those that readers see, which are published and whose
 * time has come. Scopes add up: a row that any of them holds is allowed.
 */
export const SCOPES = ["all", "own", "seen"] as const;
export type Scope = (typeof SCOPES)[number];

/** From which standing up an action is allowed, on which rows. A scope that is left out is nobody's. */
export type Grant = Readonly<Partial<Record<Scope, Standing>>>;

/**
 * Who may do what in a tenant: the one table that decisions, filters of SQL and documentation are made from.
 *
 * Members read every post, so that who may not change one can still be told so; everybody else reads what is published.
 * An author writes, publishes, archives and deletes, but only what is their own. An admin looks after members, but not
 * after owners. Every member may leave. What could not be written and was set aside is for owners.
 */
// #region table
export const ACCESS = {
  "posts:read": { all: "viewer", seen: "anybody" },
  "posts:create": { all: "author" },
  "posts:update": { all: "editor", own: "author" },
  "posts:publish": { all: "editor", own: "author" },
  "posts:archive": { all: "editor", own: "author" },
  "posts:delete": { all: "editor", own: "author" },
  "media:read": { all: "anybody" },
  "media:list": { all: "viewer" },
  "media:upload": { all: "author" },
  "media:delete": { all: "editor", own: "author" },
  "settings:change": { all: "admin" },
  "members:read": { all: "viewer" },
  "members:change": { all: "admin" },
  "members:remove": { all: "admin", own: "viewer" },
  "owners:change": { all: "owner" },
  "letters:handle": { all: "owner" },
} as const satisfies Readonly<Record<string, Grant>>;
// #endregion table

export type Action = keyof typeof ACCESS;
/** Marked as pure, so that a Worker which only scopes statements is not bundled with the table. */
export const ACTIONS = /* @__PURE__ */ Object.keys(ACCESS) as readonly Action[];

/** The columns that scopes ask about, by what an action is done to. What has no such column has no such scope. */
export const COLUMNS = {
  posts: { owner: "author_id", status: "status", since: "published_at" },
  media: { owner: "uploader_id" },
  members: { owner: "user_id" },
} as const satisfies Readonly<Record<string, RowColumns>>;

export interface RowColumns {
  readonly owner: string;
  readonly status?: string;
  readonly since?: string;
}

/** What a decision needs to know of a row. `publishedAt` is in epoch milliseconds, null or left out for none. */
export interface Row {
  readonly ownerId: string;
  readonly status?: string;
  readonly publishedAt?: number | null;
}
