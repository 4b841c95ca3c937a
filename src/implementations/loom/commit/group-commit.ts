/** Lets what comes in one turn of an object share one commit, since each commit waits for the disk. */
export interface Commits {
  /**
   * Runs `work` in one transaction with the other works of this turn, in the order they came. Rejects with what `work`
   * throws, which undoes this work alone, or with what the transaction throws, as every work of the turn then does.
   */
  commit<Result>(work: () => Result): Promise<Result>;
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

interface Waiting {
  readonly run: () => void;
  readonly settle: () => void;
  readonly reject: (error: unknown) => void;
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
        for (const { run } of works) run();
        seal?.();
      });
    } catch (error) {
      sealed?.(false);
      for (const { reject } of works) reject(error);
      return;
    }
    sealed?.(true);
    for (const { settle } of works) settle();
  }
  // #endregion commit

  function commit<Result>(work: () => Result): Promise<Result> {
    return new Promise((resolve, reject) => {
      let settle = (): void => undefined;
      const run = (): void => {
        try {
          // A transaction of its own inside the turn's: what fails here takes nobody along.
          const result = transaction(work);
          settle = () => resolve(result);
        } catch (error) {
          settle = () => reject(error instanceof Error ? error : new Error(String(error)));
        }
      };
      gathered.push({ run, settle: () => settle(), reject });
      if (gathered.length === 1) void commitTurn();
    });
  }

  return { commit };
}
