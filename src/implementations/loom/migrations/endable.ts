import type { ObjectStorage } from "./storage.ts";

/** Storage that can be closed to whoever still holds it. */
export interface Endable {
  readonly storage: ObjectStorage;
  /** From then on the storage throws. */
  readonly end: () => void;
}

/** Opens storage for a life that is over before its object is, such as when all that is kept is deleted. */
export function createEndable(open: ObjectStorage): Endable {
  let hasEnded = false;
  function stillOpen(): ObjectStorage {
    if (hasEnded) throw new Error("Cannot go on: what it was for has been forgotten");
    return open;
  }
  return {
    storage: {
      sql: { exec: (...asked) => stillOpen().sql.exec(...asked) },
      transactionSync: (act) => stillOpen().transactionSync(act),
    },
    end: () => void (hasEnded = true),
  };
}
