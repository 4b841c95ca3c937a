import { type SealedEnv, unseal } from "./sealed-env.ts";

/**
 * The database before it is known whose a request is: for finding the tenant of a name and the account of a user, and for
 * making a sandbox, which is nobody's yet. Who is handed one can pass it on, and nothing else: what may be asked of it is
 * written under `storage/`, which alone may look inside.
 */
export class Directory {
  readonly #entries: D1Database;

  private constructor(entries: D1Database) {
    this.#entries = entries;
  }

  static open(env: SealedEnv): Directory {
    return new Directory(unseal(env).DB);
  }

  static entriesOf(directory: Directory): D1Database {
    return directory.#entries;
  }
}

export function openDirectory(env: SealedEnv): Directory {
  return Directory.open(env);
}

/** Looks inside. The linter keeps it to `storage/`. */
export function entriesOf(directory: Directory): D1Database {
  return Directory.entriesOf(directory);
}
