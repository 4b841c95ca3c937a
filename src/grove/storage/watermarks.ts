/** Cloudflare can set an object back by so many days, and then asks for marks as old as that. */
const KEPT_MS = 30 * 86_400_000;

const FORGET_OLD = "DELETE FROM loom_watermarks WHERE at < ?1";
/** The next byte after the colon ends the range of names that begin so. */
const FORGET_SOURCES = `
  DELETE FROM loom_watermarks
  WHERE source IN (SELECT w.source FROM json_each(?1) AS prefix
    JOIN loom_watermarks AS w ON w.source >= prefix.value || ':' AND w.source < prefix.value || ';')`;

/** Removes the marks that no object can ask for any more. */
export async function forgetOldMarks(db: D1Database, now: number): Promise<void> {
  await db
    .prepare(FORGET_OLD)
    .bind(now - KEPT_MS)
    .run();
}

/** Removes the marks of all objects whose names begin with one of these parts. */
export async function forgetMarksOf(db: D1Database, prefixes: readonly string[]): Promise<void> {
  await db.prepare(FORGET_SOURCES).bind(JSON.stringify(prefixes)).run();
}
