interface Asked {
  readonly database: string;
  readonly statements: readonly { readonly sql: string; readonly values: readonly unknown[] }[];
}

/** Runs statements in one of its databases, and answers with their rows and with how many D1 says it read for them. */
export default {
  async fetch(request: Request, env: Readonly<Record<string, D1Database>>): Promise<Response> {
    const { database, statements } = await request.json<Asked>();
    const db = env[database];
    if (!db) return new Response(`There is no database ${database}`, { status: 400 });
    const answers = await db.batch(statements.map(({ sql, values }) => db.prepare(sql).bind(...values)));
    return Response.json(answers.map(({ results, meta }) => ({ results, read: meta.rows_read })));
  },
};
