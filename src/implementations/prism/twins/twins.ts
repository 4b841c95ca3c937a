import type { Rule } from "../schema/finding.ts";
import type { SchemaOptions } from "../schema/rules.ts";

/** A schema that the linter finds something in, and the same put right. */
export interface Twins {
  readonly what: string;
  readonly rule: Rule;
  readonly wrong: string;
  readonly right: string;
  readonly options?: Partial<SchemaOptions>;
}

export const KEY = "PRIMARY KEY (tenant_id, id)";

/** A table of tenants, with more behind its columns. */
export function table(name: string, more = ""): string {
  return `CREATE TABLE ${name} (tenant_id TEXT NOT NULL, id TEXT NOT NULL, n INTEGER, ${KEY}${more});`;
}

export const POSTS = table("posts");

/** A trigger over `posts` and `log`. */
export function trigger(body: string, on = "AFTER UPDATE ON posts"): string {
  return `${POSTS} ${table("log")} CREATE TRIGGER t ${on} BEGIN ${body}; END;`;
}
