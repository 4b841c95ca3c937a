/** Lets what comes in one turn of an object share one commit, since each commit waits for the disk. */
export interface Commits {
  /**
   * Runs `work` in one transaction with the other works of this turn, in the order they came. Rejects with what `work`
   * throws, which undoes this work alone, or with what the transaction throws, as every work of the turn then does.
   */
  commit<Result>(work: () => Result): Promise<Result>;
  /** The same for what only sets something aside for `seal`: it writes nothing, and needs no transaction of its own. */
  join(act: () => void): Promise<void>;
}

export interface CommitOptions {
  /** Runs synchronously, all or nothing, and may be nested: `transactionSync` of a Durable Object's storage. */
  readonly transaction: <Result>(act: () => Result) => Result;
  /**
   * Ends when those have been heard who are calling already: `storage.sync()` of an object does when it has nothing to
   * wait for, in a thirtieth of the time of `scheduler.wait(0)`. Who comes while the disk is busy shares the next commit.
   */
  readonly turn: () => Promise<void>;
  /** Called in the transaction when all works of the turn have run. */
  readonly seal?: () => void;
  /** Called when the transaction has ended, in the same turn: true if it holds. */
  readonly sealed?: (isHeld: boolean) => void;
}

/** A work and who waits for it; once it has run, what came of it. */
interface Waiting {
  readonly work: () => unknown;
  /** Whether it has a transaction of its own inside the turn's: what fails there takes nobody along. */
  readonly isOwn: boolean;
  readonly resolve: (result: never) => void;
  readonly reject: (error: unknown) => void;
  result?: unknown;
  error?: Error;
}

export function createCommits({ transaction, turn, seal, sealed }: CommitOptions): Commits {
  let gathered: Waiting[] = [];

  // #region commit
  async function commitTurn(): Promise<void> {
    let works: Waiting[] = [];
    try {
      await turn().finally(() => {
        works = gathered;
        gathered = [];
      });
      transaction(() => {
        for (const each of works) run(each);
        seal?.();
      });
    } catch (error) {
      sealed?.(false);
      for (const { reject } of works) reject(error);
      return;
    }
    sealed?.(true);
    for (const each of works) settle(each);
  }

  function run(each: Waiting): void {
    try {
      each.result = each.isOwn ? transaction(each.work) : each.work();
    } catch (error) {
      each.error = error instanceof Error ? error : new Error(String(error));
    }
  }
  // #endregion commit

  function settle({ resolve, reject, result, error }: Waiting): void {
    if (error) reject(error);
    else resolve(result as never);
  }

  function gather<Result>(work: () => Result, isOwn: boolean): Promise<Result> {
    return new Promise((resolve, reject) => {
      if (gathered.push({ work, isOwn, resolve, reject }) === 1) void commitTurn();
    });
  }

  return { commit: (work) => gather(work, true), join: (act) => gather(act, false) };
}
