/** A statement that is not run, because nothing says that it stays within its tenant. Nothing of it has reached the database. */
export class StatementRefused extends Error {
  override readonly name = "StatementRefused";

  /** Why, for whoever wrote the statement. */
  readonly reason: string;
  /** Where: characters from the statement's start. */
  readonly offset: number;

  constructor(reason: string, offset: number) {
    super(`Scope a statement: at character ${offset}, ${reason}`);
    this.reason = reason;
    this.offset = offset;
  }
}

/** What a refusal points at: any part of a syntax tree. */
interface Placed {
  readonly span: { readonly offset: number };
}

export function refuse(at: Placed, reason: string): never {
  throw new StatementRefused(reason, at.span.offset);
}
