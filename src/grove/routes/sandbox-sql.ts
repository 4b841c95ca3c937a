import { StatementRefused } from "#implementations/prism";
import { type Context, Hono } from "hono";
import type { GroveEnv } from "../context.ts";
import { NewStatement, type StatementOutcome } from "../contracts/statement.ts";
import { isOutage } from "../contracts/outage.ts";
import { problem } from "../middleware/errors.ts";
import { jsonBody } from "../middleware/json-body.ts";
import { judgeWork, runStatement } from "../storage/statements.ts";
import { inSandbox, NO_STORE, onlyNamed, onlySignedIn } from "./in-sandbox.ts";

/** A sandbox's own database, for any statement: what keeps it within the sandbox is the capability, and nothing here. */
export const sandboxSql = new Hono<GroveEnv>().post(
  "/",
  onlyNamed(),
  inSandbox(),
  onlySignedIn(),
  jsonBody(NewStatement),
  async (c) => {
    const { db, scope } = c.var.data;
    const asked = c.req.valid("json");
    try {
      const scoped = scope(asked.sql);
      const tooMuch = await judgeWork(db, asked.sql, scoped);
      if (tooMuch !== undefined) throw new StatementRefused(tooMuch, 0);
      const done = await runStatement(db, asked);
      const answer: StatementOutcome = { ...done, scoped: scoped.sql, tables: [...scoped.tables] };
      return c.json(answer, 200, NO_STORE);
    } catch (error) {
      if (error instanceof StatementRefused) return refused(c, error);
      const why = saidByDatabase(error);
      if (why === undefined) throw error;
      return problem(c, "statement-failed", { detail: `SQLite says: ${why}.` });
    }
  },
);

function refused(c: Context<GroveEnv>, { reason, offset }: StatementRefused): Response | Promise<Response> {
  return problem(c, "statement-refused", {
    detail: `At character ${offset}: ${reason}.`,
    members: { errors: [{ pointer: "/sql", detail: reason, offset }] },
  });
}

/** SQLite's own words on a statement, which name columns and no values; nothing where it is another's failure. */
function saidByDatabase(error: unknown): string | undefined {
  if (!(error instanceof Error) || isOutage(error)) return undefined;
  return /^D1_(?:TYPE_)?ERROR: (.+?)(?: at offset \d+)?(?:: SQLITE_\w+)?(?: \(.*)?$/s.exec(
    error.message,
  )?.[1];
}
