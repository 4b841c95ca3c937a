/** One statement that an application sends, and the values that it binds. */
export interface Sent {
  readonly name: string;
  readonly sql: string;
  readonly values: readonly (string | number | null)[];
}

/** What one kind of application has and sends. */
export interface Corpus {
  readonly ddl: string;
  /** Statements that insert the rows of a tenant. `§` stands for its name, so that no two have the same text. */
  readonly rows: readonly string[];
  readonly sent: readonly Sent[];
}

/** Reads a file of this folder: three parts, and over each statement its name, with its values in JSON behind a colon. */
export function readCorpus(text: string): Corpus {
  const [, ddl = "", rows = "", statements = ""] = text.split(/^-- # .+$/m);
  const sent = statements
    .split(/^-- /m)
    .slice(1)
    .map((entry): Sent => {
      const [head = "", ...lines] = entry.split("\n");
      const [name = "", values = "]"] = head.split(": [");
      return { name, sql: lines.join("\n").trim(), values: JSON.parse(`[${values}`) as Sent["values"] };
    });
  return { ddl: ddl.trim(), rows: rows.trim().split(/;$/m).filter(Boolean), sent };
}
