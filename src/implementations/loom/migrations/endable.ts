import type { ObjectStorage } from "./storage.ts";

/** An object's storage and its one alarm. */
interface Whole extends ObjectStorage {
  setAlarm(at: number): unknown;
}

/** Storage that can be closed to whoever still holds it. */
export interface Endable {
  /** Once it has ended it throws, and sets no alarm. */
  readonly storage: Whole;
  readonly end: () => void;
}

/** Opens storage for a life that is to end before the object does, such as when all that is kept is deleted. */
export function createEndable(open: Whole): Endable {
  let hasEnded = false;
  function stillOpen(): Whole {
    if (hasEnded) throw new Error("Cannot go on: what it was for has been forgotten");
    return open;
  }
  return {
    storage: {
      sql: { exec: (...asked) => stillOpen().sql.exec(...asked) },
      transactionSync: (act) => stillOpen().transactionSync(act),
      setAlarm: (at) => (hasEnded ? undefined : open.setAlarm(at)),
    },
    end: () => void (hasEnded = true),
  };
}
